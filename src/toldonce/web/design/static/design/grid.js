"use strict";
// Cells pasted into one field of a grid fill the fields below it; what has more than one column goes into the box above.
(() => {
  const grid = document.querySelector("[data-grid]");
  const box = document.getElementById("cells");
  if (!grid || !box) return;
  const fields = [...grid.querySelectorAll("input[name^='value-']")];

  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "");
    const start = fields.indexOf(event.target);
    if (start < 0 || !/[\n\t]/.test(text)) return;
    event.preventDefault();
    if (text.includes("\t")) {
      box.value = text;
      box.focus();
      return;
    }
    text.split("\n").forEach((value, at) => {
      const field = fields[start + at];
      if (field) field.value = value.trim();
    });
  });

  grid.addEventListener("keydown", (event) => {
    const at = fields.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step || !fields[at + step]) return;
    event.preventDefault();
    fields[at + step].focus();
    fields[at + step].select();
  });
})();

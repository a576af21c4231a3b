"use strict";
// Shows a question only while the answers before it ask for it; without this script every question is there, with its condition.
(() => {
  const form = document.getElementById("main-form");
  if (!form) return;
  const asked = [...form.querySelectorAll("[data-when]")];
  const holds = (condition) => {
    const [question, value] = condition.split("=");
    return [...form.querySelectorAll(`[name="${question}"]`)].some(
      (box) => box.checked && box.value === value && !box.closest("[hidden]"),
    );
  };
  const look = () => {
    for (const part of asked) part.hidden = !part.dataset.when.split(" ").some(holds);
  };
  form.addEventListener("change", look);
  look();

  let changed = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  window.addEventListener("beforeunload", (event) => changed && event.preventDefault());
})();

"use strict";
// `/` goes to the search box unless the reader has turned single keys off on the help page.
(() => {
  const off = () => localStorage.getItem("single-keys") === "off";
  const typing = (node) => node.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.getElementById("find");
    if (!box || off() || typing(event.target)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  const problems = document.getElementById("problems");
  if (problems) problems.focus();

  // where the tabs of a plan scroll sideways, the one that is open is seen
  for (const tab of document.querySelectorAll(".plan-tabs [aria-current]")) {
    const bar = tab.closest("ul");
    bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
  }

  const print = document.querySelector("[data-print]");
  if (print) print.addEventListener("click", () => window.print());

  const choice = document.getElementById("single-keys");
  if (choice) {
    choice.checked = !off();
    choice.addEventListener("change", () => localStorage.setItem("single-keys", choice.checked ? "on" : "off"));
  }
})();

"use strict";
// An open page hears that something is new, asks for what it is, and says so; it never changes what is being read.
(() => {
  const { live, liveWork } = document.body.dataset;
  const bar = document.getElementById("live");
  if (!live || !bar || !window.EventSource) return;

  const count = document.querySelector('a[href="/worklist/"]');
  const opened = new Date().toISOString();
  const own = count && count.textContent;

  async function work() {
    const answer = await fetch(`${liveWork}?since=${encodeURIComponent(opened)}`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const told = await answer.json();
    if (count) count.textContent = told.open ? `${own} (${told.open})` : own;
    show("work", told.news);
  }

  function person() {
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    show("person", [{ words: `Something new has come in about this person at ${time}.`, link: location.href, label: "Show it" }]);
  }

  function show(part, lines) {
    let box = bar.querySelector(`[data-part="${part}"]`);
    if (!box) {
      box = document.createElement("div");
      box.dataset.part = part;
      bar.append(box);
    }
    box.replaceChildren(...lines.map(line));
    bar.hidden = !bar.textContent;
  }

  function line({ words, link, label }) {
    const shown = document.createElement("p");
    const way = document.createElement("a");
    way.href = link;
    way.textContent = label;
    shown.append(`${words} `, way);
    return shown;
  }

  const later = {};
  const soon = (what, wait) => {
    clearTimeout(later[what.name]);
    later[what.name] = setTimeout(what, wait);
  };
  const stream = new EventSource(live);
  stream.onmessage = ({ data }) => (data.startsWith("person:") ? soon(person, 100) : soon(work, 100));
  if (count) work();
})();

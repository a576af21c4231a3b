"use strict";
// A sheet of a plan that behaves like a spreadsheet. Every change is sent at once, and the server answers with what the
// cells say now and with all that does not hold. Without this script the number of a row leads to a form.
(() => {
  const table = document.querySelector("table.sheet");
  if (!table) return;
  const at = (id) => document.getElementById(id);
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const { keep } = table.dataset;
  const tools = at("sheet-tools");
  const panel = at("cell-panel");
  const undone = [], done = []; // versions of own changes that can be done again, and that can be undone
  const waiting = []; // changes that wait for a reason
  let active = null, anchor = null, editor = null, sending = Promise.resolve(), unsent = 0;

  for (const part of document.querySelectorAll(".with-script")) part.hidden = false;

  // where the reader is

  const rows = () => [...body.rows];
  const cellsOf = (row) => [...row.cells].slice(1);
  const place = (cell) => [cell.parentNode.sectionRowIndex, cell.cellIndex - 1];
  const cellAt = (row, column) => body.rows[row]?.cells[column + 1];
  const isFixed = (cell) => cell.classList.contains("fixed");
  const cellOf = (node) => (node instanceof Element && body.contains(node) ? node.closest("td") : null);

  const show = (cell, ranging = false) => {
    if (!cell) return;
    if (active) active.tabIndex = -1;
    active = cell;
    if (!ranging) anchor = cell;
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    for (const old of body.querySelectorAll("[aria-selected]")) old.removeAttribute("aria-selected");
    if (anchor !== active) for (const each of chosen().flat()) each.setAttribute("aria-selected", "true");
  };

  const chosen = () => {
    if (!active) return [];
    const [one, other] = [place(anchor), place(active)];
    const [top, bottom] = [one[0], other[0]].sort((a, b) => a - b);
    const [left, right] = [one[1], other[1]].sort((a, b) => a - b);
    return rows().slice(top, bottom + 1).map((row) => cellsOf(row).slice(left, right + 1));
  };

  const step = (down, right, ranging = false) => {
    const [row, column] = place(active);
    const last = [body.rows.length - 1, heads.length - 1];
    show(cellAt(Math.max(0, Math.min(last[0], row + down)), Math.max(0, Math.min(last[1], column + right))), ranging);
  };

  // what is sent and answered

  const say = (words) => (at("sheet-said").textContent = words);
  const reason = () => tools.elements.reason.value.trim();

  const send = (asked, after) => {
    if (!reason() && asked.act !== "undo") {
      waiting.push([asked, after]);
      say("Say why you edit: what you typed waits until then.");
      tools.elements.reason.focus();
      return;
    }
    unsent += 1;
    sending = sending.then(() => post(asked, after)).finally(() => (unsent -= 1));
  };

  const SIGNED_OUT =
    "You are not signed in any more, or this page is too old: nothing was kept. Sign in, open this sheet, and write it once more.";

  const post = async (asked, after) => {
    let answer, told;
    try {
      answer = await fetch(keep, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": tools.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ ...asked, reason: reason() }),
      });
      told = answer.redirected || answer.status === 403 ? { refused: SIGNED_OUT } : await answer.json();
    } catch {
      told = { refused: "The server did not answer: nothing was kept. Try again in a moment." };
    }
    if (told.asks) return ask(told, asked, after);
    if (told.refused) return refuse(told, asked);
    say(told.doubts.join(" "));
    look(told);
    if (after) after(told);
    else done.push(told.version), (undone.length = 0);
    buttons();
  };

  const look = (told) => {
    at("summary").textContent = told.summary;
    at("findings").innerHTML = told.findings;
    if (told.rows !== undefined) replace(told.rows);
    for (const [key, words] of Object.entries(told.cells ?? {})) if (at(key)) at(key).textContent = words;
    for (const [key, version] of Object.entries(told.versions ?? {})) if (at(`r-${key}`)) at(`r-${key}`).dataset.version = version;
    for (const cell of body.querySelectorAll(".at-error, .at-doubt, .at-rounding")) {
      cell.classList.remove("at-error", "at-doubt", "at-rounding");
      cell.removeAttribute("aria-invalid");
    }
    for (const [key, marks] of Object.entries(told.marks)) mark(at(key), marks);
  };

  const mark = (cell, marks) => {
    if (!cell) return;
    cell.classList.add(...marks.split(" "));
    if (marks.includes("at-error")) cell.setAttribute("aria-invalid", "true");
  };

  const replace = (html) => {
    const [id, where] = active ? [active.id, place(active)] : ["", [0, 0]];
    const had = body.contains(document.activeElement);
    body.innerHTML = html;
    active = anchor = null;
    const next = at(id) ?? cellAt(Math.min(where[0], body.rows.length - 1), where[1]);
    if (had || !document.activeElement || document.activeElement === document.body) show(next);
    else if (next) (active = anchor = next), (next.tabIndex = 0);
  };

  const refuse = (told, asked) => {
    if (told.rows !== undefined) look(told);
    else for (const each of asked.cells ?? []) {
      const cell = at(`c-${each.row}-${each.column}`);
      if (cell) cell.textContent = each.seen;
    }
    const typed = asked.cells?.length === 1 ? ` You typed “${asked.cells[0].says}”.` : "";
    say(told.refused + typed);
  };

  const ask = (told, asked, after) => {
    const box = at("sheet-asks");
    box.hidden = false;
    box.querySelector("p").textContent = `${told.asks} Are they pounds, or are they to be multiplied by ${told.times.toLocaleString("en-GB")}?`;
    box.querySelector("span").textContent = told.times.toLocaleString("en-GB");
    box.onclick = (event) => {
      const answer = event.target.closest("[data-times]")?.dataset.times;
      if (!answer) return;
      box.hidden = true;
      if (answer !== "no") send({ ...asked, times: answer === "pounds" ? 1 : told.times }, after);
      show(active);
    };
    box.querySelector("[data-times]").focus();
  };

  const buttons = () => {
    if (!tools) return;
    tools.querySelector("[data-do=undo]").disabled = !done.length;
    tools.querySelector("[data-do=redo]").disabled = !undone.length;
  };

  const undo = () => done.length && send({ act: "undo", version: done.pop() }, (told) => undone.push(told.version));
  const redo = () => undone.length && send({ act: "undo", version: undone.pop() }, (told) => done.push(told.version));

  const write = (pairs) => {
    const cells = pairs
      .filter(([cell, says]) => !isFixed(cell) && cell.textContent !== says)
      .map(([cell, says]) => ({
        row: Number(cell.parentNode.dataset.row), column: cell.dataset.column, says, seen: cell.textContent,
      }));
    for (const [cell, says] of pairs) if (!isFixed(cell)) cell.textContent = says;
    if (cells.length) send({ act: "edit", cells });
  };

  // editing one cell

  const edit = (cell, begins) => {
    if (!keep || !cell || isFixed(cell) || editor) return;
    const before = cell.textContent;
    const head = heads[cell.cellIndex - 1];
    editor = document.createElement(before.length > 40 || before.includes("\n") ? "textarea" : "input");
    editor.value = begins ?? before;
    editor.setAttribute("aria-label", `${head.firstChild.textContent}, row ${cell.parentNode.sectionRowIndex + 1}`);
    if (head.dataset.list && editor.tagName === "INPUT") editor.setAttribute("list", head.dataset.list);
    cell.replaceChildren(editor);
    editor.focus();
    editor.onblur = () => finish(true);
    const finish = (kept) => {
      if (!editor) return;
      const says = kept ? editor.value.trim() : before;
      editor.onblur = null;
      editor = null;
      cell.textContent = before;
      if (kept) write([[cell, says]]);
    };
    editor.onkeydown = (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      const moves = { Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1], Escape: [0, 0] }[event.key];
      if (!moves || (event.key === "Enter" && event.altKey && editor.tagName === "TEXTAREA")) return;
      event.preventDefault();
      finish(event.key !== "Escape");
      if (!waiting.length) {
        show(cell);
        step(...moves);
      }
    };
  };

  // keys

  const KEYS = {
    ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1],
    PageDown: [15, 0], PageUp: [-15, 0], Home: [0, -1e6], End: [0, 1e6],
  };

  const onTab = (event) => {
    const [row, column] = place(active);
    const next = row * heads.length + column + (event.shiftKey ? -1 : 1);
    if (next < 0 || next >= body.rows.length * heads.length) return; // the way out at both ends
    event.preventDefault();
    show(cellAt(Math.floor(next / heads.length), next % heads.length));
  };

  body.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || editor) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Tab") onTab(event);
    else if (KEYS[event.key] && !event.altKey) {
      event.preventDefault();
      const far = command ? 1e6 : 1;
      const [down, right] = KEYS[event.key];
      step(down * far, right * far, event.shiftKey);
    } else if (event.key === "Escape") at("after-sheet").focus();
    else if (!keep) return;
    else if (command && event.key.toLowerCase() === "z") event.preventDefault(), event.shiftKey ? redo() : undo();
    else if (command && event.key.toLowerCase() === "y") event.preventDefault(), redo();
    else if (event.key === "F2" || event.key === "Enter") event.preventDefault(), edit(cell);
    else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      write(chosen().flat().map((each) => [each, ""]));
    } else if (event.key.length === 1 && !command && !event.altKey) event.preventDefault(), edit(cell, event.key);
  });

  body.addEventListener("mousedown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || editor?.parentNode === cell) return;
    event.preventDefault();
    editor?.blur();
    show(cell, event.shiftKey);
  });
  body.addEventListener("dblclick", (event) => edit(cellOf(event.target)));
  body.addEventListener("focusin", (event) => {
    const cell = cellOf(event.target);
    if (cell && cell !== active && !editor) show(cell);
  });

  // the clipboard

  const quoted = (words) => (/[\t\n"]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words);
  document.addEventListener("copy", (event) => {
    if (!cellOf(document.activeElement) || editor) return;
    event.preventDefault();
    const lines = chosen().map((row) => row.map((cell) => quoted(cell.textContent)).join("\t"));
    event.clipboardData.setData("text/plain", lines.join("\n"));
  });
  document.addEventListener("paste", (event) => {
    if (!keep || editor || !document.activeElement?.closest(".sheet-box")) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    const [first, column] = active ? place(chosen()[0][0]) : [0, 0];
    const below = rows().slice(first, first + text.split("\n").length);
    const seen = {};
    for (const row of below) for (const cell of cellsOf(row)) seen[`${row.dataset.row}:${cell.dataset.column}`] = cell.textContent;
    send({ act: "paste", text, row: Number(below[0]?.dataset.row ?? 0), column: heads[column].dataset.column, seen });
  });

  // the tools

  const openPanel = async () => {
    if (!active) return say("Choose a cell first.");
    const answer = await fetch(`${table.dataset.rows}${active.parentNode.dataset.row}/${active.dataset.column}/`);
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("cell");
    if (!told) return say("Its history could not be read.");
    panel.replaceChildren(told);
    panel.hidden = false;
    panel.focus();
  };
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    panel.hidden = true;
    show(active);
  });

  const row = () => active?.parentNode;
  const ACTS = {
    undo, redo, look: openPanel,
    add: () => send({ act: "add", after: Number(row()?.dataset.row ?? 0) }),
    remove: () => row() && send({ act: "remove", row: Number(row().dataset.row), version: Number(row().dataset.version) }),
  };
  document.addEventListener("click", (event) => ACTS[event.target.closest("[data-do]")?.dataset.do]?.());
  tools?.addEventListener("submit", (event) => event.preventDefault());
  tools?.elements.reason.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(), tools.elements.reason.blur(), show(active ?? cellAt(0, 0));
  });
  tools?.elements.reason.addEventListener("change", () => {
    if (!reason()) return;
    say("");
    for (const each of waiting.splice(0)) send(...each);
  });
  window.addEventListener("beforeunload", (event) => (unsent || waiting.length) && event.preventDefault());

  const begin = () => {
    const wanted = at(location.hash.slice(1));
    const cell = wanted && body.contains(wanted) ? (wanted.tagName === "TR" ? wanted.cells[1] : wanted) : null;
    if (cell?.tagName === "TD") show(cell);
    else if (cellAt(0, 0)) (active = anchor = cellAt(0, 0)), (active.tabIndex = 0);
  };
  window.addEventListener("hashchange", begin);
  begin();
})();

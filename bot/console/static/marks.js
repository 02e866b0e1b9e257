// Several cases at once: which ones are marked stands only here; what is done with them, and every word, is the server's.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const { keys, pick } = window.roomhand;
  const CLOSED = new Set(["resolved", "merged", "on-air", "expired"]);
  const ACTING_MS = 3000;

  const marked = new Set();
  let anchor = null; // the case that was marked last, from which one marks on
  let acting = 0; // since when an act runs, whose answer says what became of the cases

  const rows = () => [...document.querySelectorAll("#cases a[data-case]")];
  const number = (row) => Number(row.dataset.case);
  const chosen = () => document.querySelector("#cases a:focus") ?? document.querySelector("#cases a[aria-current]");
  const listed = () => rows().map(number).filter((id) => marked.has(id)).join(",");

  function draw() {
    for (const row of rows()) {
      const on = marked.has(number(row));
      row.closest("li").classList.toggle("is-marked", on);
      if (on) row.setAttribute("aria-describedby", "marked-word");
      else row.removeAttribute("aria-describedby");
    }
    $("marked").hidden = marked.size === 0;
    const text = marked.size ? $("marked").dataset.count.replace("{n}", marked.size) : "";
    if ($("marked-count").textContent !== text) $("marked-count").textContent = text;
  }

  function say(text) {
    const line = document.createElement("p");
    line.textContent = text;
    $("marked-told").replaceChildren(line);
  }

  function add(some) {
    $("marked-told").replaceChildren();
    for (const row of some) {
      if (CLOSED.has(row.dataset.state) || marked.has(number(row))) continue;
      if (marked.size >= Number($("marked").dataset.limit)) {
        say($("marked").dataset.most);
        break;
      }
      marked.add(number(row));
    }
    draw();
  }

  function toggle() {
    const row = chosen() ?? rows()[0];
    if (!row) return;
    anchor = number(row);
    if (!marked.delete(anchor)) add([row]);
    draw();
  }

  function markedLast(all) {
    const at = all.findIndex((row) => number(row) === anchor && marked.has(anchor));
    return at < 0 ? all.indexOf(chosen()) : at;
  }

  // Opens nothing on the way, so that a held key marks one after the other.
  function extend(by) {
    const all = rows();
    const from = markedLast(all);
    const next = all[from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + by))];
    if (next) reachTo(next);
  }

  function reachTo(row) {
    const all = rows();
    const from = markedLast(all);
    const to = all.indexOf(row);
    add(from < 0 ? [row] : all.slice(Math.min(from, to), Math.max(from, to) + 1));
    anchor = number(row);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function clear() {
    marked.clear();
    $("marked-told").replaceChildren();
    draw();
  }

  // What an answer tells of is no longer marked; what was done elsewhere is unmarked, and that is said.
  function settle() {
    if (!marked.size && $("marked").hidden) return; // the list changes five times a second, and mostly nothing is marked
    const told = document.querySelector("#marked-told [data-unmark]");
    if (told) {
      for (const id of told.dataset.unmark.split(",")) marked.delete(Number(id));
      told.removeAttribute("data-unmark");
      acting = 0;
    }
    if (Date.now() - acting > ACTING_MS) {
      const open = new Set(rows().filter((row) => !CLOSED.has(row.dataset.state)).map(number));
      const gone = [...marked].filter((id) => !open.has(id));
      for (const id of gone) marked.delete(id);
      if (gone.length) say($("marked").dataset.gone.replace("{ids}", gone.join(", ")));
    }
    draw();
  }

  function act(what) {
    const cases = listed();
    if (!cases) return;
    if (what === "clear") return clear();
    if (what === "assign" || what === "snooze") return pick(what, cases);
    if (what === "resolve") acting = Date.now();
    const way = what === "answer" ? "write" : what;
    htmx.ajax("POST", `/marked/${way}`, { target: "#case", swap: "innerHTML", values: { cases } });
  }

  const may = (does) => (target) => $("marked") && does(target);
  Object.assign(keys, {
    x: may(toggle),
    J: may(() => extend(1)),
    K: may(() => extend(-1)),
    R: may(() => act("answer")),
    E: may(() => act("resolve")),
    A: may(() => act("assign")),
    S: may(() => act("snooze")),
    Escape: may(clear),
  });

  document.addEventListener("htmx:after:swap", (event) => {
    if (!$("marked")) return;
    settle();
    const box = $("many-text");
    if (!box || event.detail.ctx.sourceElement?.id === "live" || document.activeElement === box) return;
    document.querySelector("[data-go='case']").click();
    box.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "many-text" || event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    $("many-form").requestSubmit($("many-send"));
  });

  document.addEventListener("submit", (event) => {
    if (event.target.id === "many-form") acting = Date.now();
  });

  // With Shift a click marks and opens neither the case nor a window.
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("[data-marked]");
      if (button) return act(button.dataset.marked);
      const row = event.target.closest("#cases a[data-case]");
      if (!row || !event.shiftKey || !$("marked")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      reachTo(row);
    },
    true,
  );
  document.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest("#cases a[data-case]")) event.preventDefault();
  });
})();

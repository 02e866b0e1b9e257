// The FAQ's pages by keys: j and k move over the rows, a letter presses the button that carries it.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => !row.hidden);
  let at = 0;

  const current = () => document.querySelector("[data-row].chosen");

  function choose(row, focus = true) {
    current()?.classList.remove("chosen");
    if (!row) return;
    row.classList.add("chosen");
    at = rows().indexOf(row);
    if (focus) (row.querySelector("[data-open]") ?? row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function move(by) {
    const list = rows();
    const now = list.indexOf(current());
    choose(list[Math.min(list.length - 1, Math.max(0, now < 0 ? (by > 0 ? 0 : list.length - 1) : now + by))]);
  }

  function press(key) {
    const own = current()?.querySelector(`[data-key="${key}"]`);
    const button = own ?? document.querySelector(`main > :not(#topics):not(table) [data-key="${key}"]`);
    if (!button || button.disabled) return;
    // A key may be quicker than htmx, which binds a new piece a moment after it is shown.
    const bound = button.closest("[hx-post]");
    if (bound && !bound._htmx?.initialized) htmx.process(bound);
    button.click();
  }

  document.addEventListener("keydown", (event) => {
    // While typing an entry: the one key that needs no leaving of the field. It only looks.
    const editing = event.target.closest("#edit");
    if (editing && event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      editing.requestSubmit(document.getElementById("go-look"));
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) return; // console.js leaves them by Esc
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "/") document.getElementById("filter")?.focus();
    else if (event.key === "Enter" && !event.target.matches("a, button")) current()?.querySelector("[data-open]")?.click();
    else if (/^[a-z]$/.test(event.key)) return press(event.key);
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && row !== current()) choose(row, false);
  });

  // What was looked at is not what is typed now.
  document.addEventListener("input", (event) => {
    const looked = document.getElementById("looked");
    if (!looked || !event.target.closest("#edit") || event.target.closest("#looked")) return;
    looked.disabled = true;
    document.getElementById("stale").hidden = false;
  });

  document.addEventListener("input", (event) => {
    if (event.target.id !== "filter") return;
    const words = event.target.value.trim().toLowerCase();
    for (const row of document.querySelectorAll("[data-row]")) {
      row.hidden = !row.textContent.toLowerCase().includes(words);
    }
  });

  // What was settled is a line, not a row; the key goes on with the next one.
  document.addEventListener("htmx:after:swap", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source?.closest("#edit")) document.getElementById("look")?.scrollIntoView({ block: "nearest" });
    if (source?.id === "live" || current()) return;
    const list = rows();
    if (list.length) choose(list[Math.min(at, list.length - 1)]);
  });

  document.addEventListener("DOMContentLoaded", () => {
    if (document.getElementById("topics")) choose(rows()[0], false);
  });
})();

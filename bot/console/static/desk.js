// The queue's acts by keys: lists to pick from, the palette over everything, macros, the model's draft.
// What can be picked, and every word of it, comes from the server.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const { keys, press, openCase } = window.roomhand;
  const SHOWN = 80;
  const SLASHES = ["/", "、", "／"]; // the second is what that key writes in a Chinese keyboard

  let back = null; // where the focus was
  let asked = 0;
  let hurry = false; // Enter came before the list did

  const list = () => $("picker-list");
  const options = () => [...list().querySelectorAll('[role="option"]:not([hidden])')];
  const chosen = () => list().querySelector('[aria-selected="true"]');

  // Of the case that is open, or of those that are marked.
  async function pick(kind, marked = "") {
    if (kind !== "all" && !openCase() && !marked) return;
    if ($("picker").hidden) back = document.activeElement;
    const turn = (asked += 1);
    hurry = false;
    $("picker-title").textContent = (marked ? $("marked") : $("picker")).dataset[kind];
    $("picker-find").value = "";
    list().replaceChildren();
    $("picker-none").hidden = true;
    $("picker").hidden = false;
    $("picker-find").focus();
    const query = new URLSearchParams({ case: openCase() ?? "", marked });
    const answer = await fetch(`/picks/${kind}?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (turn !== asked || $("picker").hidden) return;
    if (answer?.status === 401) return location.assign("/login");
    list().innerHTML = answer?.ok ? await answer.text() : "";
    if (kind === "all") list().append(...pages());
    filter();
    if (hurry) take(chosen());
  }

  function pages() {
    return [...document.querySelectorAll("header nav a:not([hidden])")].map((link, n) => {
      const option = document.createElement("li");
      option.id = `pick-page-${n}`;
      option.setAttribute("role", "option");
      option.dataset.go = link.getAttribute("href");
      option.textContent = `${$("picker").dataset.page}: ${link.textContent}`;
      return option;
    });
  }

  function close() {
    asked += 1;
    if ($("picker").hidden) return;
    $("picker").hidden = true;
    $("picker-find").removeAttribute("aria-activedescendant");
    (back?.isConnected ? back : document.body).focus();
  }

  function filter() {
    const words = $("picker-find").value.trim().toLowerCase().split(/\s+/);
    let shown = 0;
    for (const option of list().querySelectorAll('[role="option"]')) {
      const text = option.textContent.toLowerCase();
      option.hidden = shown >= SHOWN || !words.every((word) => text.includes(word));
      if (!option.hidden) shown += 1;
    }
    $("picker-none").hidden = shown > 0;
    choose(options()[0]);
  }

  function choose(option) {
    chosen()?.removeAttribute("aria-selected");
    if (!option) return $("picker-find").removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    $("picker-find").setAttribute("aria-activedescendant", option.id);
  }

  function step(by) {
    const shown = options();
    if (!shown.length) return;
    const at = shown.indexOf(chosen());
    choose(shown[(at + by + shown.length) % shown.length]);
  }

  function take(option) {
    if (!option || option.ariaDisabled) return;
    const said = option.dataset;
    close();
    if (said.text !== undefined) insert(said.text);
    else if (said.post) act(said.post, said.values ? JSON.parse(said.values) : {});
    else if (said.go) location.assign(said.go);
    else if (said.key) keys[said.key]?.(document.body);
    else if (said.open) open(said.open);
  }

  function open(id) {
    const row = document.querySelector(`#cases a[data-case="${id}"]`);
    if (row) row.click();
    else htmx.ajax("GET", `/cases/${id}`, { target: "#case", swap: "innerHTML" });
  }

  // The form's mark makes a second press of the same key the same act.
  function act(url, values) {
    const once = document.querySelector('#reply-form [name="once"]')?.value;
    htmx.ajax("POST", url, { target: "#case", swap: "innerMorph", values: { ...values, ...(once ? { once } : {}) } });
  }

  function insert(text) {
    const box = $("reply") ?? $("many-text");
    if (!box) return;
    box.focus();
    if (!box.value.trim() || SLASHES.includes(box.value.trim())) box.value = text;
    else box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function modelDraft() {
    const ready = $("use-model");
    if (ready) insert(ready.dataset.draft);
    else press("ask-model");
  }

  window.roomhand.pick = pick;
  Object.assign(keys, {
    "/": () => pick("canned"),
    g: modelDraft,
    n: () => $("note")?.focus(),
    f: () => openCase() && $("act-teach") && location.assign($("act-teach").href),
    h: () => press("act-on-air"),
    H: () => press("act-hand"),
    s: () => pick("snooze"),
    a: () => pick("assign"),
    m: () => pick("merge"),
    "Ctrl k": () => ($("picker").hidden ? pick("all") : close()),
  });
  for (const slash of SLASHES) keys[slash] = keys["/"];
  for (let n = 1; n <= 9; n += 1) keys[n] = () => openCase() && act(`/cases/${openCase()}/macro/${n}`, {});

  document.addEventListener("input", (event) => {
    if (event.target.id === "picker-find") filter();
    const slashed = event.target.id === "reply" && SLASHES.includes(event.target.value);
    if (slashed && !event.isComposing) pick("canned");
  });

  document.addEventListener("htmx:after:swap", (event) => {
    // What stands in the box needs no second showing.
    const unsent = document.querySelector("#case .unsent");
    if (unsent) unsent.hidden = unsent.querySelector("q").textContent === $("reply")?.value;
    const { sourceElement, response } = event.detail.ctx;
    if (sourceElement?.id !== "note-form" || (response?.status ?? 200) >= 400) return;
    $("note").value = "";
    $("note").blur();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "picker-find" || event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || (event.key === "n" && event.ctrlKey)) step(1);
    else if (event.key === "ArrowUp" || (event.key === "p" && event.ctrlKey)) step(-1);
    else if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key !== "Enter") return;
    else if (list().childElementCount) take(chosen());
    else hurry = true;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-pick]");
    if (opener) return pick(opener.dataset.pick);
    const option = event.target.closest('#picker-list [role="option"]');
    if (option) return take(option);
    const offered = event.target.closest("[data-insert]");
    if (offered) return insert(offered.dataset.insert);
    if (event.target.closest("#use-model")) return insert($("use-model").dataset.draft);
    if (!$("picker").hidden && !event.target.closest("#picker")) close();
  });
})();

// What the console does in the browser beside htmx: it tells the server what the page shows, keeps drafts,
// moves by keys, and lets ages run. Every text shown comes from the server.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const SAY_EVERY = 15000;
  const TYPING_EVERY = 1000;
  const HERE_EVERY = 12000;
  const DRAFT = "roomhand-draft-";
  const DRAFTS_KEPT = 2 * 86400 * 1000;

  let connection = null;
  let failed = 0;
  let wasLive = false;
  let ahead = 0; // the server's clock minus ours
  let pending = null; // what was written and the server was not told yet
  let typing = 0;
  let wanted = null; // a case to claim as soon as it is open
  let held = ""; // where the focus was before the page changed
  let said = 0; // new cases, when they were last read out
  let saidAt = 0;
  let opening = 0;
  let moved = 0;
  let replies = []; // the case that is open, and how many replies it has
  let pinned = true;

  const panel = () => document.querySelector("#case [data-case]");
  const openCase = () => Number(panel()?.dataset.case) || null;
  const rows = () => all("#cases a[data-case]");

  // The socket.

  function tell(said) {
    if (connection?.socket?.readyState === WebSocket.OPEN) connection.socket.send(JSON.stringify(said));
  }

  function tellWritten() {
    if (pending !== null) tell({ do: "typing", text: pending });
    pending = null;
  }

  function look(since) {
    tellWritten(); // it belongs to the case that is left
    tell({
      do: "look",
      page: $("live").dataset.page,
      hidden: document.hidden,
      room: document.querySelector("[data-room]")?.dataset.room ?? "",
      case: openCase(),
      listed: rows().map((row) => Number(row.dataset.case)),
      marks: rows().map((row) => row.closest("li").dataset.drawn ?? ""),
      start: Number($("list-end")?.dataset.start ?? 0),
      upto: Number($("list-end")?.dataset.newest ?? 0),
      ...(since ? { since } : {}),
    });
  }

  function showLine(lost) {
    const state = $("live-state");
    state.textContent = lost ? "" : state.dataset.live;
    state.classList.toggle("on", !lost);
    $("line").textContent = lost ? $("line").dataset.lost : "";
    $("line").hidden = !lost;
  }

  document.addEventListener("htmx:ws:after:connection", (event) => {
    connection = event.detail.connection;
    const since = wasLive && failed ? Number($("now").value) : 0;
    failed = 0;
    wasLive = true;
    showLine(false);
    look(since);
  });

  document.addEventListener("htmx:ws:close", async (event) => {
    if (event.detail.code === 4401) return location.assign("/login");
    failed += 1;
    showLine(true);
    if (failed < 2) return;
    const answer = await fetch("/queue", { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.status === 401) location.assign("/login");
  });

  document.addEventListener("visibilitychange", () => connection && look());

  // The line may be closed before what was typed last has left; a beacon outlives the page.
  window.addEventListener("pagehide", () => {
    if (pending === null || !openCase()) return;
    navigator.sendBeacon(`/cases/${openCase()}/unsent`, new URLSearchParams({ text: pending }));
    pending = null;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // After every change of the page.

  document.addEventListener("htmx:before:swap", () => {
    const at = document.activeElement;
    held = at?.closest("#cases, #pill, #pager") ? "list" : at?.closest("#case") ? "case" : "";
    const feed = $("feed");
    if (feed) pinned = feed.scrollHeight - feed.scrollTop - feed.clientHeight < 40 && !feed.matches(":hover");
  });

  document.addEventListener("htmx:after:swap", (event) => {
    const pushed = event.detail.ctx.sourceElement?.id === "live";
    if (!pushed) settled(event.detail.ctx);
    keepFocus();
    sayNew();
    ahead = Number($("now").value) - Date.now();
    tick();
    const feed = $("feed");
    if (feed && pinned) feed.scrollTop = feed.scrollHeight;
  });

  function settled(ctx) {
    const status = ctx.response?.status ?? 200;
    if (status < 400) $("happened").replaceChildren();
    mark(openCase());
    restoreDraft();
    showReply();
    keepAddress();
    if (ctx.sourceElement?.closest("#pager")) {
      $("main").scrollTop = 0;
      rows()[0]?.focus();
    }
    if (connection) look();
    if (wanted !== null && wanted === openCase()) {
      wanted = null;
      claim();
    }
  }

  // What was just sent, and the way to take it back, is not left below the box.
  function showReply() {
    const sent = [openCase(), document.querySelectorAll("#case .replies > ol > li").length];
    if (sent[0] === replies[0] && sent[1] > replies[1]) {
      document.querySelector("#case .replies > ol > li:last-child").scrollIntoView({ block: "start" });
    }
    replies = sent;
  }

  // What had the focus may be gone: then its place keeps it, so that the next key or word is about the same thing.
  function keepFocus() {
    if (!held || document.activeElement !== document.body) return;
    const row = document.querySelector("#cases a[aria-current]") ?? rows()[0];
    (held === "list" ? row : panel())?.focus({ preventScroll: true });
  }

  // New cases are read out now and then, not at every change of the count.
  function sayNew() {
    const fresh = Number(document.querySelector("#pill [data-new]")?.dataset.new ?? 0);
    if (fresh > said && Date.now() - saidAt < SAY_EVERY) return;
    if (fresh > said) {
      saidAt = Date.now();
      $("told").textContent = document.querySelector("#pill [data-new] b").textContent;
    }
    said = fresh;
  }

  function keepAddress() {
    const columns = document.querySelector(".columns[data-room]");
    if (!columns) return;
    const query = new URLSearchParams();
    if (columns.dataset.room) query.set("room", columns.dataset.room);
    if (openCase()) query.set("case", openCase());
    history.replaceState(history.state, "", `/?${query}`);
  }

  function mark(id) {
    for (const row of rows()) {
      if (Number(row.dataset.case) === id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  function tick() {
    const now = Date.now() + ahead;
    const zh = document.documentElement.lang.startsWith("zh");
    for (const time of all("time[data-age], time[data-until]")) {
      const { age, until } = time.dataset;
      const s = Math.max(0, Math.floor((until ? Number(until) - now : now - Number(age)) / 1000));
      const text =
        s < 60
          ? `${s} ${zh ? "秒" : "s"}`
          : s < 3600
            ? `${Math.floor(s / 60)} ${zh ? "分钟" : "min"}`
            : `${Math.floor(s / 3600)} ${zh ? "小时" : "h"}`;
      if (time.textContent !== text) time.textContent = text;
    }
  }

  // Drafts.

  function restoreDraft() {
    const box = $("reply");
    const article = panel();
    if (!article || !box) return;
    const key = DRAFT + article.dataset.case;
    if (article.dataset.sent) {
      delete article.dataset.sent;
      localStorage.removeItem(key);
      box.value = "";
      pending = ""; // it was sent: nothing is left unsent
      return;
    }
    const kept = localStorage.getItem(key);
    if (kept && !box.value) box.value = JSON.parse(kept).text;
  }

  function keepDraft(box) {
    const key = DRAFT + openCase();
    if (box.value) localStorage.setItem(key, JSON.stringify({ text: box.value, at: Date.now() }));
    else localStorage.removeItem(key);
  }

  function dropOldDrafts() {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(DRAFT)) continue;
      if (Date.now() - JSON.parse(localStorage.getItem(key)).at > DRAFTS_KEPT) localStorage.removeItem(key);
    }
  }

  document.addEventListener("input", (event) => {
    if (event.target.id !== "reply") return;
    keepDraft(event.target);
    if (!event.target.value.trim()) $("notice").replaceChildren();
    pending = event.target.value;
    if (typing) return;
    tellWritten();
    typing = setTimeout(() => {
      typing = 0;
      tellWritten();
    }, TYPING_EVERY);
  });

  // A case in front of somebody stays theirs; one behind another tab comes free.
  function stay() {
    if (openCase() && document.visibilityState === "visible") tell({ do: "here" });
  }

  function useDraft() {
    const box = $("reply");
    const button = $("use-draft");
    if (!box || !button) return;
    const before = box.value.trim();
    box.value = before ? `${before}\n${button.dataset.draft}` : button.dataset.draft;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // As it stands, over nothing that somebody has written.
  function sendDraft() {
    if (!$("reply") || $("reply").value.trim() || !$("use-draft") || $("act-send").disabled) return;
    useDraft();
    $("reply-form").requestSubmit($("act-send"));
  }

  function useWording() {
    const box = $("reply") ?? $("many-text");
    const button = $("use-wording");
    if (!box || !button) return;
    box.value = button.dataset.wording;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Keys and clicks.

  function press(id) {
    const button = $(id);
    if (!button || button.disabled) return;
    // A key may be quicker than htmx, which binds a new piece a moment after it is shown.
    if (button.hasAttribute("hx-post") && !button._htmx?.initialized) htmx.process(button);
    button.click();
  }

  function move(by) {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.hasAttribute("aria-current"));
    wanted = null;
    // At the end of a page of the list its next page takes the focus: Enter shows it.
    const further = at + by < 0 ? $("page-before") : at + by >= list.length ? $("page-after") : null;
    if (at >= 0 && further) return further.focus();
    const next = list[Math.min(list.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    mark(Number(next.dataset.case));
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    // One press opens at once; a held key runs down the list, and only where it stops is opened.
    clearTimeout(opening);
    const running = Date.now() - moved < 150;
    moved = Date.now();
    if (running) opening = setTimeout(() => next.click(), 80);
    else next.click();
  }

  function claim() {
    // Not into the reply box: the next key, r for one, must not end up in what the room reads.
    if (panel()?.querySelector(".h-yours") === null) press("act-claim");
    else $("reply")?.focus();
  }

  function enter(focused) {
    const row = focused.closest("#cases a[data-case]") ?? document.querySelector("#cases [aria-current]") ?? rows()[0];
    const id = row ? Number(row.dataset.case) : openCase();
    if (id === null) return;
    if (id === openCase()) return claim();
    wanted = id;
    clearTimeout(opening);
    row.click();
  }

  function toggleKeys(show = $("keys").hidden) {
    $("keys").hidden = !show;
    $("keys-button").setAttribute("aria-expanded", String(show));
    if (show) $("keys-close").focus();
    else $("keys-button").focus();
  }

  // In the box Alt does what the letter does outside, for what one wants right after sending; AltGr writes.
  function inBox(event) {
    const enter = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const letter = event.altKey && !event.ctrlKey && !event.metaKey && !event.getModifierState("AltGraph");
    const act = letter && IN_BOX.has(event.code) ? KEYS[event.code.at(-1).toLowerCase()] : null;
    if (!enter && !act) return;
    event.preventDefault();
    if (act) return act(event.target);
    const button = $(event.shiftKey ? "act-send-resolve" : "act-send");
    if (!button.disabled) $("reply-form").requestSubmit(button);
  }

  const IN_BOX = new Set(["KeyW", "KeyU", "KeyJ", "KeyK", "KeyE"]);
  const showNew = () => document.querySelector("#pill button")?.click();
  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    Enter: enter,
    r: () => $("reply")?.focus(),
    d: useDraft,
    D: sendDraft,
    w: useWording,
    e: () => press("act-resolve"),
    u: () => press("act-release"),
    ".": showNew,
    "。": showNew,
    "?": () => toggleKeys(),
    "？": () => toggleKeys(),
  };
  window.roomhand = { keys: KEYS, press, panel, openCase, tell };

  document.addEventListener("keydown", (event) => {
    if (!$("keys") || event.isComposing || event.keyCode === 229) return;
    const target = event.target;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k" && KEYS["Ctrl k"]) {
      event.preventDefault();
      return KEYS["Ctrl k"](target);
    }
    if (target.matches("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") target.blur();
      if (target.id === "reply") inBox(event);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !$("keys").hidden) return toggleKeys(false);
    // A focused button or link keeps its own Enter; a line of the queue is claimed by it.
    if (event.key === "Enter" && target.matches("button, a:not([data-case]), summary")) return;
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act(target);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#keys-button")) toggleKeys();
    if (event.target.closest("#keys-close")) toggleKeys(false);
    if (event.target.closest("#use-draft")) useDraft();
    if (event.target.closest("#use-wording")) useWording();
    const row = event.target.closest("#cases a[data-case]");
    if (row) mark(Number(row.dataset.case));
    if (row && event.isTrusted) wanted = null;
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector(".top nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    dropOldDrafts();
    mark(openCase());
    restoreDraft();
    showReply();
    ahead = Number($("now").value) - Date.now();
    tick();
    setInterval(tick, 1000);
    setInterval(stay, HERE_EVERY);
    const feed = $("feed");
    if (feed) feed.scrollTop = feed.scrollHeight;
  });
})();

// What calls somebody: a sound for each kind of event, the count in the tab's title, a notification of the desktop.
// Sounds are made here from tones. None while somebody types or is away, one for all tabs, each kind can be switched off.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const KINDS = ["new", "assigned", "due", "answered"];
  // Each tone: Hz, when it begins and how long it lasts in seconds, and its shape.
  const TONES = {
    new: [[660, 0, 0.12, "sine"], [880, 0.13, 0.2, "sine"]],
    assigned: [[784, 0, 0.08, "triangle"], [784, 0.12, 0.08, "triangle"], [1047, 0.24, 0.16, "triangle"]],
    due: [[392, 0, 0.18, "square"], [294, 0.22, 0.3, "square"]],
    answered: [[523, 0, 0.1, "sine"], [587, 0.1, 0.16, "sine"]],
  };
  const LOUD = { sine: 0.16, triangle: 0.18, square: 0.05 };
  const OFF = "roomhand-off";
  const RANG = "roomhand-rang";
  const TYPED = "roomhand-typed";
  const MOVED = "roomhand-moved";
  const TYPING_LASTS = 2500;
  const AGAIN_EVERY = 20000;
  const ONCE_IN = 10000;

  let audio = null;
  let known = null; // what was there at the last look, by kind; null before the first
  let unseen = new Set(); // new cases nobody at this page has had before them
  let held = new Map(); // what waits until nobody types, by kind
  let typed = 0;
  let moved = 0;
  let called = 0; // when a new case was last called here

  // What is switched off is kept in this browser.

  const off = () => new Set(JSON.parse(localStorage.getItem(OFF) ?? '["desktop"]'));

  function turn(kind, on) {
    const now = off();
    if (on) now.delete(kind);
    else now.add(kind);
    localStorage.setItem(OFF, JSON.stringify([...now]));
  }

  // A browser lets a page sound only after somebody has used it.
  function wake() {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
  }

  function play(kind) {
    if (audio?.state !== "running") return;
    for (const [hertz, begins, lasts, shape] of TONES[kind]) {
      const at = audio.currentTime + begins;
      const tone = new OscillatorNode(audio, { type: shape, frequency: hertz });
      const gain = new GainNode(audio, { gain: 0 });
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(LOUD[shape], at + 0.015);
      gain.gain.exponentialRampToValueAtTime(0.001, at + lasts);
      tone.connect(gain).connect(audio.destination);
      tone.start(at);
      tone.stop(at + lasts + 0.02);
    }
  }

  // Of several tabs one speaks.
  async function call(kind, about) {
    if ($("attention").dataset.away === "yes") return;
    if (Date.now() - Number(localStorage.getItem(TYPED) ?? 0) < TYPING_LASTS) {
      held.set(kind, about);
      return;
    }
    if (kind === "new") called = Date.now();
    await navigator.locks.request("roomhand-sound", () => {
      const rang = JSON.parse(localStorage.getItem(RANG) ?? "{}");
      const key = `${kind} ${about}`;
      if (Date.now() - (rang[key] ?? 0) < ONCE_IN) return;
      const lately = Object.entries(rang).filter(([, at]) => Date.now() - at < 60000);
      localStorage.setItem(RANG, JSON.stringify({ ...Object.fromEntries(lately), [key]: Date.now() }));
      if (!off().has(kind)) play(kind);
      notify(kind, about);
    });
  }

  function notify(kind, about) {
    const wanted = !off().has("desktop") && "Notification" in window && Notification.permission === "granted";
    if (!wanted || document.hasFocus()) return;
    const note = new Notification($("attention").dataset[`says${kind[0].toUpperCase()}${kind.slice(1)}`], {
      tag: `roomhand ${kind}`,
      body: document.querySelector(".brand")?.textContent ?? "",
    });
    note.addEventListener("click", () => {
      window.focus();
      const id = about.split(" ")[0].split(":")[0];
      if ($("cases")) document.querySelector(`#cases a[data-case="${id}"]`)?.click();
      else location.assign(`/?case=${id}`);
    });
  }

  function look() {
    const said = $("attention")?.dataset;
    if (said?.new === undefined) return;
    badge(Number(said.count));
    const now = Object.fromEntries(KINDS.map((kind) => [kind, new Set(said[kind].split(" ").filter(Boolean))]));
    for (const kind of KINDS) {
      if (!known) continue;
      const fresh = [...now[kind]].filter((one) => !known[kind].has(one));
      if (!fresh.length) continue;
      if (kind === "new") for (const one of fresh) unseen.add(one);
      call(kind, fresh.join(" "));
    }
    unseen = new Set([...unseen].filter((one) => now.new.has(one)));
    known = now;
  }

  function badge(count) {
    const plain = document.title.replace(/^\(\d+\) /, "");
    const title = count ? `(${count}) ${plain}` : plain;
    if (document.title !== title) document.title = title;
  }

  setInterval(() => {
    if (unseen.size && Date.now() - called >= AGAIN_EVERY) call("new", `${[...unseen].join(" ")} again`);
  }, 1000);

  setInterval(() => {
    if (Date.now() - Number(localStorage.getItem(TYPED) ?? 0) < TYPING_LASTS) return;
    const late = held;
    held = new Map();
    for (const [kind, about] of late) call(kind, about);
  }, 500);

  document.addEventListener("input", () => {
    if (Date.now() - typed < 500) return;
    typed = Date.now();
    localStorage.setItem(TYPED, String(typed));
  });
  for (const sign of ["keydown", "pointerdown", "pointermove"]) {
    document.addEventListener(sign, (event) => {
      if (event.isTrusted && document.visibilityState === "visible") movedHere();
      if (sign !== "pointermove") wake();
    }, { passive: true });
  }
  // Who moves in one tab has been reached in all of them.
  function movedHere() {
    unseen.clear();
    if (Date.now() - moved < 500) return;
    moved = Date.now();
    localStorage.setItem(MOVED, String(moved));
  }
  window.addEventListener("storage", (event) => event.key === MOVED && unseen.clear());

  document.addEventListener("htmx:after:swap", look);

  // The list of sounds.

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("#sounds-button, #sounds-close");
    if (button) {
      const shown = button.id === "sounds-button" && $("sounds").hidden;
      $("sounds").hidden = !shown;
      $("sounds-button").setAttribute("aria-expanded", String(shown));
      for (const box of document.querySelectorAll("[data-sound]")) box.checked = !off().has(box.dataset.sound);
      return (shown ? $("sounds-close") : $("sounds-button")).focus();
    }
    const tried = event.target.closest("[data-try]");
    if (tried) play(tried.dataset.try);
  });
  document.addEventListener("change", async (event) => {
    const kind = event.target.dataset?.sound;
    if (!kind) return;
    turn(kind, event.target.checked);
    if (kind === "desktop" && event.target.checked && "Notification" in window) await Notification.requestPermission();
  });
})();

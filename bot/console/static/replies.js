// Replies in the browser: what was taken back returns to the box, u takes back, and what is said under the box stays true.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const { keys, press } = window.roomhand;

  document.addEventListener("htmx:after:swap", (event) => {
    const article = document.querySelector("#case [data-back]");
    const box = $("reply");
    if (!article || !box || event.detail.ctx.sourceElement?.id === "live") return;
    const back = article.dataset.back;
    article.removeAttribute("data-back");
    // What somebody has begun to write since is not lost for it.
    box.value = box.value.trim() && box.value !== back ? `${back}\n${box.value}` : back;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // Whom a reply reaches holds while nobody else asks, and what was said of a colleague's claim while they have it.
  let stood = "";
  document.addEventListener("htmx:after:swap", (event) => {
    const whom = document.querySelector("#case [data-standing]");
    const stands = whom ? `${whom.id} ${whom.dataset.standing}` : "";
    const otherwise = stands !== stood && event.detail.ctx.sourceElement?.id === "live";
    stood = stands;
    if (otherwise) $("reply")?.dispatchEvent(new Event("stands-otherwise"));
  });

  const giveBack = keys.u;
  keys.u = (target) => ($("undo") ? press("undo") : giveBack(target));
})();

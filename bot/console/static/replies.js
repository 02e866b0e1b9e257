// Replies in the browser: what was taken back returns to the box, and u takes back.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);

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

  document.addEventListener("keydown", (event) => {
    if (event.key !== "u" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select, [contenteditable]")) return;
    const button = $("undo");
    if (!button) return;
    event.preventDefault();
    if (!button._htmx?.initialized) htmx.process(button);
    button.click();
  });
})();

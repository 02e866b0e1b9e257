// On a narrow screen the desk shows one place at a time: rooms, cases or the case. Wide ones show all three.
// Without this script they stand one below the other.
"use strict";
(() => {
  const narrow = matchMedia("(max-width: 62rem)");
  const PLACES = { rooms: ".left", cases: ".middle", case: ".right" };

  function go(place) {
    if (document.body.dataset.place === place) return;
    document.body.dataset.place = place;
    for (const button of document.querySelectorAll("[data-go]")) {
      if (button.dataset.go === place) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    if (!narrow.matches) return;
    document.querySelector(PLACES[place]).scrollTop = 0;
    const feed = document.getElementById("feed");
    if (place === "rooms" && feed) feed.scrollTop = feed.scrollHeight;
  }

  // The phone's own way back leads from a case to the list it was opened from.
  function open() {
    if (narrow.matches && document.body.dataset.place !== "case") history.pushState({ place: "case" }, "");
    go("case");
  }

  function count() {
    const waiting = document.getElementById("attention").dataset.count;
    const shown = document.querySelector("[data-go='cases'] b");
    const text = Number(waiting) ? waiting : "";
    if (shown.textContent !== text) shown.textContent = text;
  }

  window.addEventListener("popstate", () => go("cases"));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-go]");
    if (button) go(button.dataset.go);
  });

  document.addEventListener("htmx:after:swap", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source?.id === "live") count();
    else if (source?.matches("a[hx-target='#case']")) open();
  });

  document.addEventListener("DOMContentLoaded", () => {
    go(document.querySelector("#case [data-case]") ? "case" : "cases");
    count();
  });
})();

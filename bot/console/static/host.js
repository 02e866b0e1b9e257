// The prompter by keys: a digit says that the host has answered the line of that number.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("input, textarea, select") || !/^[1-9]$/.test(event.key)) return;
  const button = document.querySelector(`[data-host="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  if (!button._htmx?.initialized) htmx.process(button);
  button.click();
});

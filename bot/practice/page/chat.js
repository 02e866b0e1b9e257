// The list of chat lines: drawing them, and what became of them. Chat is hostile text: it is only ever
// set as textContent, and what could turn the direction of the text around it is taken out.

const KEPT = 500;
const COLOURS = 8;
const NEAR_BOTTOM = 60;

const lines = document.getElementById("lines");
const scroll = document.getElementById("scroll");
const newer = document.getElementById("newer");
const empty = document.getElementById("empty");

const known = new Map(); // id → {element, name, own}
let unseen = 0;
let me = "";
let remove = () => {};

export function begin(viewer, onRemove) {
  me = viewer;
  remove = onRemove;
}

// Direction controls go; characters without any width are made visible. The joiner U+200D stays: emoji need it.
export function shown(text) {
  return String(text ?? "")
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g, "")
    .replace(/[\u200b\u2060\ufeff\u00ad\u180e]/g, "\u2423");
}

export function clear() {
  lines.replaceChildren();
  known.clear();
  unseen = 0;
  showUnseen();
  empty.hidden = false;
}

export function note(text, className = "divider") {
  const stay = atBottom();
  lines.append(make("li", className, text));
  if (stay) toBottom();
}

// A line that is here already (after a lost connection) only takes what became of it meanwhile.
export function add(message) {
  if (!known.has(message.id)) draw(message);
  if (message.removed) strike(message.id);
  if (message.explain) explain(message.explain);
}

export function strike(id) {
  const line = known.get(id);
  if (!line) return;
  line.element.classList.add("removed");
  line.said = "…";
  for (const quoted of lines.querySelectorAll(`[data-of="${CSS.escape(id)}"]`)) quoted.textContent = line.said;
  line.element.querySelector(".what").replaceChildren(make("span", "gone", "removed by the moderator"));
  line.element.querySelector(".remove")?.remove();
}

export function explain(told) {
  const line = known.get(told.id);
  if (!line || line.own) return;
  const stay = atBottom();
  const outcome = told.outcome ?? "flight";
  const tag = make("p", "note");
  tag.append(make("span", `word ${outcome}`, told.outcome ?? "in flight…"));
  const [main, aside] = words(told);
  if (main) tag.append(" ", make("bdi", "why", shown(main)));
  if (aside) tag.append(" ", make("bdi", "next", shown(aside)));
  tag.title = [told.reason, scored("best", told), scored("next", told.runner_up)].filter(Boolean).map(shown).join("\n");
  line.element.querySelector(".note")?.remove();
  line.element.querySelector(".what").after(tag);
  if (stay) toBottom();
}

function words(told) {
  if (told.outcome === null) return ["", ""];
  if (told.outcome !== "answer" || !told.entry) return [told.reason, ""];
  const next = told.runner_up;
  return [`${told.entry} ${told.score.toFixed(2)}`, next ? `(next: ${next.entry} ${next.score.toFixed(2)})` : ""];
}

function scored(word, one) {
  return one?.entry ? `${word}: ${one.entry} ${one.score.toFixed(2)}` : "";
}

function draw(message) {
  const name = shown(message.user.name) || "guest";
  const mine = message.user.id === me;
  const element = make("li", `line${message.own ? " bot" : ""}${mine ? " mine" : ""}`);
  element.dataset.id = message.id;
  const what = make("div", "what");
  const asked = message.own && known.get(message.reply_to);
  if (asked) what.append(quote(message.reply_to, asked));
  what.append(speaker(message, name, mine), " ", text(message, asked));
  element.append(what, removeButton(message.id, name));
  const stay = atBottom();
  empty.hidden = true;
  lines.append(element);
  known.set(message.id, { element, name, own: message.own, said: shown(message.text) });
  forgetOldest();
  if (stay || mine) toBottom();
  else if (!message.history) unseen += 1;
  showUnseen();
}

function speaker(message, name, mine) {
  const who = make("span", "who");
  const label = make("bdi", message.own ? "badge" : `name c${colour(message.user.id)}`, name);
  label.title = new Date(message.at).toLocaleTimeString();
  who.append(label);
  if (mine) who.append(" ", make("small", "you", "you"));
  return who;
}

// The bot begins with whom it answers; that part stands out.
function text(message, asked) {
  const words = shown(message.text);
  const body = make("bdi", "text");
  body.dir = "auto";
  const named = asked && words.startsWith(`@${asked.name}`) ? `@${asked.name}` : "";
  const mention = message.own ? named + (/^(\s*@\S+)+/.exec(words.slice(named.length))?.[0] ?? "") : "";
  if (mention) body.append(make("span", "mention", mention));
  body.append(words.slice(mention.length));
  return body;
}

function quote(id, asked) {
  const line = make("p", "quote");
  const said = make("bdi", "", asked.said);
  said.dataset.of = id;
  line.append(make("bdi", "", asked.name), ": ", said);
  return line;
}

function removeButton(id, name) {
  const button = make("button", "remove", "×");
  button.type = "button";
  button.setAttribute("aria-label", `Remove this message of ${name}`);
  button.title = "Remove, as a moderator";
  button.addEventListener("click", () => remove(id));
  return button;
}

function colour(id) {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
  return hash % COLOURS;
}

function forgetOldest() {
  while (known.size > KEPT) {
    const [id, line] = known.entries().next().value;
    line.element.remove();
    known.delete(id);
  }
}

function atBottom() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_BOTTOM;
}

export function toBottom() {
  scroll.scrollTop = scroll.scrollHeight;
  unseen = 0;
  showUnseen();
}

function showUnseen() {
  newer.hidden = unseen === 0;
  newer.textContent = `${unseen} new ↓`;
}

function make(tag, className, content = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (content) element.textContent = content;
  return element;
}

newer.addEventListener("click", toBottom);
scroll.addEventListener("scroll", () => {
  if (unseen && atBottom()) {
    unseen = 0;
    showUnseen();
  }
});

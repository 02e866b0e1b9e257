// The practice room's page: one WebSocket, the chat beside it, and the host's few controls.

import * as chat from "/chat.js";

const SILENT_MS = 35000; // the room says something every ten seconds
const LONGEST_WAIT_MS = 8000;
const NOTICE_MS = 6000;

const $ = (id) => document.getElementById(id);

let viewer = "";
const selves = new Map(); // name → viewer: who takes another name is somebody else, also for the bot
const unanswered = new Map(); // client_id → frame, sent again after a lost connection and shown once
let socket = null;
let session = null;
let tries = 0;
let sent = 0;
let silence = 0;
let noticeTimer = 0;
let onScreen = null;

function remembered(key, first) {
  try {
    const value = sessionStorage.getItem(key) ?? first();
    sessionStorage.setItem(key, value);
    return value;
  } catch {
    return first(); // storage switched off: the page still works, until it is reloaded
  }
}

function myself() {
  const name = $("name").value.trim();
  const made = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
  if (!selves.has(name)) selves.set(name, remembered(`viewer ${name}`, made));
  return selves.get(name);
}

function connect() {
  viewer = myself();
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
  socket.addEventListener("open", () => give({ type: "hello", viewer, name: $("name").value }));
  socket.addEventListener("message", (event) => {
    listen();
    hear(JSON.parse(event.data));
  });
  socket.addEventListener("close", lost);
  listen();
}

function listen() {
  clearTimeout(silence);
  const current = socket;
  silence = setTimeout(() => current.close(), SILENT_MS);
}

function lost(event) {
  if (event.target !== socket) return; // left for another name
  clearTimeout(silence);
  document.body.classList.add("offline");
  const wait = Math.min(LONGEST_WAIT_MS, 400 * 2 ** tries) * (0.5 + Math.random() / 2);
  tries += 1;
  const why = event.code === 1001 ? "The practice room was closed." : "Connection lost.";
  const soon = wait < 1000 ? "Trying again…" : `Trying again in ${Math.ceil(wait / 1000)} s…`;
  $("lost").textContent = `${why} ${soon} 连接已断开，正在重连`;
  $("lost").hidden = false;
  presence("away", "not connected");
  setTimeout(() => event.target === socket && connect(), wait);
}

function give(frame) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(frame));
  return true;
}

function hear(frame) {
  const act = {
    welcome,
    message: chat.add,
    delete: (f) => chat.strike(f.id),
    explain: chat.explain,
    screen,
    products,
    status,
    ack: (f) => unanswered.delete(f.client_id),
    nack: refused,
    notice: (f) => notice(f.text),
    ping: () => give({ type: "pong" }),
  }[frame.type];
  act?.(frame);
}

function welcome(frame) {
  tries = 0;
  $("lost").hidden = true;
  document.body.classList.remove("offline");
  chat.begin(frame.you, (id) => give({ type: "delete", id }));
  const restarted = session !== null && session !== frame.session;
  if (restarted) chat.clear();
  session = frame.session;
  for (const line of frame.lines) chat.add(line);
  if (restarted) chat.note("The practice room was restarted; what was said before is gone. 练习直播间已重启");
  const address = frame.console_url;
  $("console").hidden = !address;
  if (address && /^https?:\/\//.test(address)) $("console").href = address;
  for (const waiting of unanswered.values()) give(waiting);
}

function screen(frame) {
  onScreen = frame.sku;
  const product = frame.product;
  $("product").classList.toggle("bare", !product);
  $("tile").textContent = product?.link_no ?? "";
  $("product-title").textContent = product ? chat.shown(product.title) : frame.sku ? `${frame.sku} is not in the catalogue any more` : "Nothing on screen";
  $("price").textContent = product?.price ?? "";
  $("stock").textContent = product ? stock(product.stock) : "";
  $("stock").className = `stock ${product?.stock === 0 ? "out" : product?.stock < 10 && product.stock !== null ? "few" : ""}`;
  $("link").textContent = product?.link_no ? `Link ${product.link_no} · ${product.link_no}号链接` : product ? "not in the cart 未上链接" : "";
  choose();
}

function stock(left) {
  if (left === null) return "in stock";
  if (left === 0) return "sold out 已售罄";
  return left < 10 ? `only ${left} left 仅剩${left}件` : `${left} in stock`;
}

function products(frame) {
  const choices = frame.products.map((product) => {
    const option = document.createElement("option");
    option.value = product.sku;
    option.textContent = `${product.link_no ? `${product.link_no} · ` : ""}${chat.shown(product.title)}`;
    return option;
  });
  const nothing = document.createElement("option");
  nothing.value = "";
  nothing.textContent = "Nothing";
  $("show").replaceChildren(nothing, ...choices);
  choose();
}

function choose() {
  const select = $("show");
  const there = [...select.options].some((option) => option.value === onScreen);
  select.value = there ? onScreen : "";
}

function status(frame) {
  presence(frame.bot ? "here" : "away", frame.bot ? "Roomhand is here" : "Roomhand is away");
  for (const choice of document.querySelectorAll("#speeds input")) choice.checked = Number(choice.value) === frame.speed;
}

function presence(className, words) {
  $("bot").className = `presence ${className}`;
  $("bot").textContent = words;
}

function refused(frame) {
  const mine = unanswered.get(frame.client_id);
  unanswered.delete(frame.client_id);
  notice(frame.text);
  // What was refused goes back where it can be sent again, unless something else is being written.
  if (mine && !$("text").value) $("text").value = mine.text;
}

function notice(text) {
  $("notice").textContent = text;
  $("notice").hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => ($("notice").hidden = true), NOTICE_MS);
}

$("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text) return;
  const frame = { type: "say", client_id: `${viewer}-${Date.now()}-${(sent += 1)}`, text, name: $("name").value };
  // What is said while a name is being changed follows with the welcome.
  if (!give(frame) && socket?.readyState !== WebSocket.CONNECTING) return notice("Not connected just now; your message is still in the box.");
  unanswered.set(frame.client_id, frame);
  $("text").value = "";
  chat.toBottom();
});

$("show").addEventListener("change", () => give({ type: "show", sku: $("show").value || null }));
$("speeds").addEventListener("change", (event) => give({ type: "speed", speed: Number(event.target.value) }));
$("notes").addEventListener("change", () => document.body.classList.toggle("no-notes", !$("notes").checked));
$("name").addEventListener("change", () => {
  try {
    sessionStorage.setItem("name", $("name").value);
  } catch {
    // storage switched off
  }
  const left = socket;
  connect();
  left.close();
});

$("name").value = remembered("name", () => "");
document.body.classList.toggle("no-notes", !$("notes").checked);
connect();
$("text").focus({ preventScroll: true });

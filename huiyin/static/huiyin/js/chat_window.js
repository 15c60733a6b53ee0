// The chat window. Its key lies in this browser only, so a reload, or tomorrow, finds the same chat.

const box = document.querySelector("[data-chat]");
const words = box.dataset;
const first = document.getElementById("chat-first");
const more = document.getElementById("chat-more");
const list = document.getElementById("chat-lines");
const state = document.getElementById("chat-state");
const problem = document.getElementById("chat-problem");
const tools = document.getElementById("chat-tools");
const NAME = `huiyin-chat-${words.site}`;
const QUICK_MS = 2000;
const SLOW_MS = 8000;

// A frame in another site may keep nothing in many browsers: the page around it keeps the key then, if it is one of ours.
const around = (() => {
  const page = decodeURIComponent(location.hash.slice(1));
  const origin = window.parent !== window && page ? new URL(page).origin : "";
  return words.origins.split(" ").includes(origin) ? origin : "";
})();
const tell = (what, value) => { if (around) window.parent.postMessage({ huiyin: what, value }, around); };
const memory = {};
const kept = {
  get: () => { try { return JSON.parse(localStorage.getItem(NAME) ?? "null") ?? memory.value; } catch { return memory.value; } },
  set: (value) => { memory.value = value; tell("keep", value); try { localStorage.setItem(NAME, JSON.stringify(value)); } catch { /* see above */ } },
  drop: () => { memory.value = null; tell("keep", null); try { localStorage.removeItem(NAME); } catch { /* see above */ } },
};
addEventListener("message", (event) => {
  if (!around || event.origin !== around || event.source !== window.parent || event.data?.huiyin !== "kept") return;
  const value = event.data.value;
  if (chat || typeof value?.key !== "string") return;
  chat = memory.value = { key: value.key, number: String(value.number ?? ""), secret: String(value.secret ?? "") };
  open();
  look();
});
let chat = kept.get() ?? null;
let since = "";
let timer = 0;
let stirred = Date.now();
const shown = new Set();

async function send(url, body = {}) {
  const headers = { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang };
  if (chat) headers[words.header] = chat.key;
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), credentials: "omit" });
  if (answer.ok) return answer.json();
  const told = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(told.message ?? words.trouble), { status: answer.status });
}

function say(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

function line(one, waits = false) {
  if (shown.has(one.id)) return;
  shown.add(one.id);
  const item = document.createElement("li");
  item.className = one.mine ? "hy-chat-mine" : "hy-chat-theirs";
  item.dataset.id = one.id;
  if (!one.mine) item.append(Object.assign(document.createElement("span"), { className: "hy-chat-who", textContent: one.who }));
  item.append(Object.assign(document.createElement("p"), { textContent: one.text }));
  const time = document.createElement("time");
  time.dateTime = one.at;
  time.textContent = waits ? words.sending : new Date(one.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  item.append(time);
  list.append(item);
  list.parentElement.scrollTop = list.parentElement.scrollHeight;
}

function show(found) {
  for (const one of found.lines ?? []) {
    line(one);
    if (one.at > since) since = one.at;
  }
  const ended = found.state === "ended";
  more.hidden = ended;
  document.getElementById("chat-end").hidden = ended;
  document.getElementById("chat-anew").hidden = !ended;
  state.textContent = ended ? words.ended : found.state === "talking" ? words.talking.replace("{}", found.agent)
    : found.place > 99 ? words.many : words.waiting.replace("{}", found.place);
  if (ended) clearTimeout(timer);
}

function open() {
  first.hidden = Boolean(chat);
  list.hidden = list.parentElement.hidden = tools.hidden = !chat;
  more.hidden = !chat;
  if (!chat) return;
  document.getElementById("chat-number").textContent = `${words.number} ${chat.number} · ${words.code} ${chat.secret}`;
}

async function look() {
  clearTimeout(timer);
  if (!chat) return;
  try {
    const found = await send(words.news, { since });
    say("");
    show(found);
    if (found.lines.some((one) => !one.mine)) stirred = Date.now();
    if (found.state === "ended") return;
  } catch (fault) {
    if (fault.status === 404) return forget();
    say(words.offline);
  }
  const quick = !document.hidden && Date.now() - stirred < 180000;
  timer = setTimeout(look, quick ? QUICK_MS : SLOW_MS);
}

function forget() {
  kept.drop();
  chat = null;
  since = "";
  shown.clear();
  list.replaceChildren();
  say("");
  open();
}

first.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = first.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  const given = Object.fromEntries(new FormData(first));
  try {
    const found = await send(words.begin, { ...given, site: words.site, language: words.language, page: decodeURIComponent(location.hash.slice(1)) || location.origin });
    chat = { key: found.key, number: found.number, secret: found.secret };
    kept.set(chat);
    first.reset();
    say("");
    open();
    show(found);
    timer = setTimeout(look, QUICK_MS);
    more.elements.text.focus();
  } catch (fault) {
    say(fault.status ? fault.message : words.offline);
  } finally {
    button.disabled = false;
  }
});

more.addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = more.elements.text;
  const text = field.value.trim();
  const button = more.querySelector("button");
  if (!text || button.disabled) return;
  button.disabled = true;
  more.dataset.line ||= Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
  try {
    const found = await send(words.say, { text, line: more.dataset.line });
    delete more.dataset.line; // a line that did not arrive keeps its name: sent again, it stands there once
    field.value = "";
    stirred = Date.now();
    line(found.line);
    say("");
    look();
  } catch (fault) {
    if (fault.status === 404) forget();
    say(fault.status ? fault.message : words.offline);
  } finally {
    button.disabled = false;
    field.focus();
  }
});
more.elements.text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    more.requestSubmit();
  }
});
document.getElementById("chat-end").addEventListener("click", async () => {
  try { show(await send(words.end)); } catch (fault) { say(fault.status ? fault.message : words.offline); }
});
document.getElementById("chat-keep").addEventListener("click", async () => {
  try {
    const found = await send(words.transcript);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([found.text], { type: "text/plain;charset=utf-8" }));
    link.download = found.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  } catch (fault) { say(fault.status ? fault.message : words.offline); }
});
document.getElementById("chat-anew").addEventListener("click", forget);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
addEventListener("online", look);
open();
look();
if (!chat) tell("ready");

// The page keeps itself fresh: it hears of changes (server-sent events), or asks every 20 seconds when nobody tells it.
// Only ids are heard; what changed is asked at the page's own address. What somebody is working in is left alone.

import { isPressed } from "./pressed.js";
import { slot } from "./slot.js";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = document.getElementById("live-words")?.dataset ?? {};
const place = () => document.getElementById("case-here");
const rows = () => all("[data-row][data-case]");
const POLL_MS = 20000;
const BEAT_MS = 20000;
const HIDDEN_MS = 60000;

export function post(url, values, options = {}) {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
  const body = values instanceof URLSearchParams ? values : new URLSearchParams(values);
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token, "HX-Request": "true" }, redirect: "manual", ...options });
}

const ask = (url) => fetch(url, { headers: { "HX-Request": "true" }, redirect: "manual" });

// What the page shows: cases by id
function shownCases() {
  const one = place()?.dataset.case;
  return one ? [one] : [...new Set(rows().map((row) => row.dataset.case))].slice(0, 100);
}
const isList = () => !place() && Boolean(document.querySelector("[data-list-live]"));

// ---- hearing -------------------------------------------------------------------------------------------------------
let stream = null;
let mark = "";
let heard = "";
let again = 0;

function listen() {
  const ids = shownCases();
  const told = `${ids.join(",")}|${isList()}`;
  if (!words.stream || document.hidden || (stream && heard === told && stream.readyState !== EventSource.CLOSED)) return;
  stream?.close();
  heard = told;
  const url = new URL(words.stream, location.href);
  ids.forEach((id) => url.searchParams.append("case", id));
  if (isList()) url.searchParams.set("news", "1");
  if (mark) url.searchParams.set("after", mark);
  stream = new EventSource(url, { withCredentials: true });
  stream.addEventListener("hello", (event) => {
    remember(event);
    document.documentElement.dataset.live = "stream";
  });
  stream.addEventListener("case", (event) => changed([remember(event).id]));
  stream.addEventListener("here", (event) => { remember(event); whoIsHere(); });
  stream.addEventListener("told", (event) => { remember(event); document.dispatchEvent(new CustomEvent("huiyin:told")); });
  stream.addEventListener("call", (event) => { remember(event); document.dispatchEvent(new CustomEvent("huiyin:call")); });
  stream.addEventListener("again", (event) => { remember(event); changed(shownCases()); });
  stream.addEventListener("end", () => { stream.close(); document.documentElement.dataset.live = "ended"; });
  stream.onerror = () => {
    document.documentElement.dataset.live = "poll";
    if (stream.readyState !== EventSource.CLOSED) return; // it comes back by itself
    clearTimeout(again);
    again = setTimeout(() => { heard = ""; listen(); }, 30000);
  };
}
function remember(event) {
  mark = event.lastEventId || mark;
  return JSON.parse(event.data || "{}");
}

// ---- asking, while nobody tells ------------------------------------------------------------------------------------
let heads = null;
let newest = null;

async function poll() {
  if (document.hidden || ["stream", "ended"].includes(document.documentElement.dataset.live)) return;
  const ids = shownCases();
  if (!words.poll || (!ids.length && !isList())) return;
  const url = new URL(words.poll, location.href);
  url.searchParams.set("ids", ids.join(","));
  if (isList()) url.searchParams.set("news", "1");
  const answer = await ask(url).catch(() => null);
  if (!answer?.ok) return;
  const found = await answer.json();
  const before = heads;
  const moved = ids.filter((id) => before && before[id] !== found.heads[id]);
  const isNew = newest !== null && found.newest !== newest;
  heads = { ...before, ...found.heads };
  newest = found.newest ?? "";
  if (moved.length || isNew || !before) changed(before ? moved : ids);
}

// ---- what is done about it -----------------------------------------------------------------------------------------
function changed(ids) {
  document.dispatchEvent(new CustomEvent("huiyin:changed", { detail: { ids } }));
  if (place()) later("case", freshCase);
  else if (isList()) later("list", freshList);
}
const waits = {};
let missed = false; // something changed while the page was hidden
function later(name, work, after = 150) {
  clearTimeout(waits[name]);
  waits[name] = setTimeout(() => work().catch(() => later(name, work, 10000)), after); // no network: once more
}
function fits(answer) { // is the page in the answer? A server that is busy is asked once more
  if (answer.status >= 429) throw new Error(String(answer.status));
  return answer.ok;
}

const bare = (element) => element.outerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"| hx-swap-oob="true"/g, "");
function isBusy(element) {
  const at = document.activeElement;
  const types = element.contains(at) && at.matches("input, textarea, select, [contenteditable]");
  return types || Boolean(element.querySelector("#step-place > *, [data-clear], [data-changed], dialog[open], :popover-open"));
}
function put(old, fresh) {
  const box = old.querySelector(".hy-talk-scroll");
  const low = box ? box.scrollHeight - box.scrollTop - box.clientHeight < 40 : false;
  const top = box?.scrollTop;
  const known = new Set(all(".hy-timeline > li", old).map(bare));
  const at = old.contains(document.activeElement) ? document.activeElement : null;
  const href = at?.getAttribute("href");
  fresh.removeAttribute("hx-swap-oob");
  old.replaceWith(fresh);
  all(".hy-timeline > li", fresh).filter((item) => !known.has(bare(item))).forEach((item) => item.classList.add("hy-fresh"));
  const now = fresh.querySelector(".hy-talk-scroll");
  if (now) now.scrollTop = low ? now.scrollHeight : top;
  const same = (one) => (href ? one.getAttribute("href") === href : bare(one) === bare(at));
  if (at) all(at.tagName, fresh).find(same)?.focus({ preventScroll: true });
  window.htmx?.process(fresh);
  window.htmx?.trigger(fresh, "htmx:load", { elt: fresh });
}

async function freshCase() {
  const box = place();
  if (!box || (missed = document.hidden)) return;
  const show = new URLSearchParams(location.search).get("show");
  const answer = await ask(box.dataset.fresh + (show ? `?show=${encodeURIComponent(show)}` : ""));
  if (answer.status === 404) {
    if (box.dataset.gone === undefined) say(words.away);
    box.dataset.gone = "";
    return;
  }
  if (!fits(answer)) return;
  const text = await answer.text();
  if (place() !== box) return;
  if (isPressed()) { // asked again when it has come: from here to the end nothing waits, so nothing comes between
    later("case", freshCase, 1000);
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  let left = false;
  let moved = false;
  for (const id of ["case-head", "case-who", "case-talk", "case-course"]) {
    const old = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (!old || !fresh || bare(old) === bare(fresh)) continue;
    if (isBusy(old)) left = true;
    else {
      put(old, fresh);
      moved = true;
    }
  }
  if (moved) say(words.changed);
  if (left) later("case", freshCase, 5000);
}
function say(text) {
  const spoken = document.getElementById("live-said");
  if (spoken) spoken.textContent = text;
}

async function freshList() {
  if ((missed = document.hidden)) return;
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!fits(answer)) return;
  const text = await answer.text();
  if (isPressed()) {
    later("list", freshList, 1000);
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = new Map(all("[data-row][data-case]", page).map((row) => [row.dataset.case, row]));
  const here = new Set(rows().map((row) => row.dataset.case));
  for (const row of rows()) {
    const fresh = found.get(row.dataset.case);
    row.toggleAttribute("data-left", !fresh);
    row.title = fresh ? "" : words.left;
    if (!fresh || row.contains(document.activeElement)) continue;
    const box = row.querySelector("[data-row-select]");
    const own = fresh.querySelector("[data-row-select]");
    if (box && own) own.toggleAttribute("checked", box.checked);
    if ("current" in row.dataset) fresh.dataset.current = "";
    if ("selected" in row.dataset) fresh.dataset.selected = "";
    row.replaceWith(fresh);
    window.htmx?.process(fresh);
  }
  if ([...found.keys()].some((id) => !here.has(id))) offerMore();
  whoIsHere();
}
function offerMore() {
  const list = document.querySelector("[data-list-live]");
  if (!list || document.getElementById("list-more")) return;
  const link = document.createElement("a");
  Object.assign(link, { id: "list-more", className: "hy-list-more", href: location.href, textContent: words.more });
  link.setAttribute("role", "status");
  list.before(link);
}

// ---- who else is here ----------------------------------------------------------------------------------------------
let doing = "looks";
let wrote = 0;
let told = null;

function beat() {
  const box = place();
  if (!box || document.hidden || box.dataset.gone !== undefined) return;
  doing = Date.now() - wrote < 30000 ? "writes" : "looks";
  if (told) { // one after the other, or the older word could come last
    told.again = true;
    return;
  }
  told = { again: false };
  post(box.dataset.here, { slot, doing }).then(async (answer) => {
    if (answer.ok && place() === box) shownHere(box, await answer.text());
  }).catch(() => {}).finally(() => {
    const { again: more } = told;
    told = null;
    if (more) beat();
  });
}
function shownHere(box, html) {
  const text = html.trim();
  if (box.innerHTML.trim() !== text) box.innerHTML = text;
}
function whoIsHere() {
  if (place()) later("here", async () => beat());
  else if (rows().length) later("around", around);
}
async function around() {
  if (document.hidden || !words.around) return;
  const answer = await ask(`${words.around}?ids=${rows().map((row) => row.dataset.case).slice(0, 100).join(",")}`);
  if (!answer.ok) return;
  const found = await answer.json();
  for (const row of rows()) {
    const there = found[row.dataset.case];
    const old = row.querySelector(".hy-here-mark");
    if (old?.title === there?.text) continue;
    old?.remove();
    if (!there) continue;
    const mark = document.createElement("span");
    Object.assign(mark, { className: "hy-here-mark", title: there.text });
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", there.text);
    const icons = document.getElementById("live-words").content;
    mark.append(icons.querySelector(there.writes ? "[data-pencil]" : "[data-eye]").firstElementChild.cloneNode(true));
    row.querySelector("[data-row-open]")?.after(mark);
  }
}
document.addEventListener("input", (event) => {
  if (!event.isTrusted || !event.target.closest?.("form[data-guard]")) return;
  const isNews = Date.now() - wrote > 30000;
  wrote = Date.now();
  if (isNews) beat();
});
addEventListener("pagehide", () => {
  const box = place();
  if (box) post(box.dataset.here, { slot, doing: "leaves" }, { keepalive: true }).catch(() => {});
  stream?.close();
  heard = "";
});

// ---- the rhythm ----------------------------------------------------------------------------------------------------
function begin() {
  if (!place() && !rows().length && !isList()) {
    if (words.stream) listen(); // its person may still get notifications
    return;
  }
  if (!words.stream) document.documentElement.dataset.live = "poll";
  listen();
  whoIsHere();
}
let hiddenSince = 0;
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    hiddenSince = Date.now();
    setTimeout(() => {
      if (!document.hidden || Date.now() - hiddenSince < HIDDEN_MS - 1000) return;
      stream?.close();
      heard = "";
    }, HIDDEN_MS);
  } else {
    begin();
    if (missed) changed(shownCases());
  }
});
addEventListener("pageshow", (event) => event.persisted && begin());
document.addEventListener("htmx:afterSettle", () => { heard || !words.stream ? listen() : begin(); });
setInterval(() => { if (place()) beat(); else if (rows().length) around().catch(() => {}); }, BEAT_MS);
setInterval(() => poll().catch(() => {}), POLL_MS);
document.documentElement.dataset.live ??= words.stream ? "waits" : "poll";
begin();
if (!words.stream) poll().catch(() => {});

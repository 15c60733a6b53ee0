// The command palette: pages, views, the case of a number, and every step and button of the page that is open.

const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("[role=listbox]");
const none = dialog?.querySelector("[data-none]");
const shown = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
const MOST = 12;
let pages = null;
let here = [];
let found = [];
let numbered = [];
let at = 0;
let wait = 0;
let asked = 0;

// What the page itself offers now: its permitted steps, and everything with a key
function onPage() {
  const seen = new Set();
  return [...document.querySelectorAll(".hy-step-list a, [data-key]:not([data-key=Escape]), [data-palette]")].flatMap((element) => {
    const label = (element.dataset.keyLabel || element.querySelector("span")?.textContent || element.getAttribute("aria-label") || element.textContent).trim();
    if (!label || seen.has(label) || !shown(element) || element.disabled) return [];
    seen.add(label);
    return [{ group: "here", label, also: "", initials: "", icon: "arrow-right", key: element.dataset.key ?? "", element }];
  });
}

// How well the typed letters fit: 0 not at all; the whole beats the beginning beats letters in their order
function fit(item, typed) {
  if (!typed) return 1;
  const texts = [item.label.toLowerCase(), item.also.toLowerCase()];
  let best = 0;
  texts.forEach((text) => {
    const place = text.indexOf(typed);
    if (text && place >= 0) best = Math.max(best, 100 - Math.min(place, 40) + (text === typed ? 50 : 0));
  });
  const close = typed.replaceAll(" ", "");
  if (item.initials && item.initials.includes(close)) best = Math.max(best, item.initials.startsWith(close) ? 90 : 60);
  if (!best && close.length > 1) texts.forEach((text) => {
    let from = 0;
    const all = [...close].every((letter) => {
      const place = text.indexOf(letter, from);
      from = place + 1;
      return place >= 0;
    });
    if (text && all) best = Math.max(best, 20);
  });
  return best;
}

function search(typed) {
  const ready = [...numbered, ...here, ...(pages ?? [])];
  const scored = ready.map((item, place) => [item.group === "case" ? 1000 : fit(item, typed), place, item]).filter(([score]) => score > 0);
  scored.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  found = scored.slice(0, MOST).map(([, , item]) => item);
  if (typed && dialog.dataset.search) {
    found.push({ group: "search", label: `${dialog.dataset.searchLabel} “${input.value.trim()}”`, icon: "search", key: "", url: `${dialog.dataset.search}?q=${encodeURIComponent(input.value.trim())}` });
  }
}

function draw() {
  const sprite = dialog.querySelector("use").getAttribute("href").split("#")[0];
  list.replaceChildren(...found.map((item, place) => {
    const row = document.createElement("li");
    row.id = `palette-${place}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(place === at));
    row.innerHTML = `<svg class="hy-icon" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><use href="${sprite}#${item.icon}"/></svg><span></span><small></small>`;
    row.querySelector("span").textContent = item.label;
    row.querySelector("small").textContent = item.group === "search" ? "" : dialog.dataset[item.group] ?? "";
    if (item.key) {
      const cap = document.createElement("kbd");
      cap.textContent = item.group === "pages" ? `g ${item.key}` : item.key;
      row.append(cap);
    }
    row.addEventListener("click", () => run(item));
    return row;
  }));
  none.textContent = found.length ? "" : none.dataset.none;
  if (found.length) input.setAttribute("aria-activedescendant", `palette-${at}`);
  else input.removeAttribute("aria-activedescendant");
  list.children[at]?.scrollIntoView({ block: "nearest" });
}

function refresh() {
  search(input.value.trim().toLowerCase());
  at = 0;
  draw();
}

async function get(query) {
  const answer = await fetch(dialog.dataset.from + query, { headers: { Accept: "application/json" } });
  return answer.ok && !answer.redirected ? (await answer.json()).items : [];
}

function typed() {
  clearTimeout(wait);
  const text = input.value.trim();
  numbered = [];
  refresh();
  if ((text.match(/\d/g) ?? []).length < 4) return;
  const mine = ++asked;
  wait = setTimeout(async () => {
    const items = await get(`?number=${encodeURIComponent(text)}`).catch(() => []);
    if (mine !== asked || input.value.trim() !== text) return;
    numbered = items;
    refresh();
  }, 120);
}

function run(item) {
  if (!item) return;
  dialog.close();
  if (item.url) location.assign(item.url);
  else if (item.element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) item.element.focus();
  else item.element.click();
}

async function openPalette() {
  if (!dialog || dialog.open || document.querySelector("dialog[open]")) return;
  here = onPage();
  numbered = [];
  input.value = "";
  dialog.showModal();
  refresh();
  if (pages === null) {
    pages = await get("").catch(() => null);
    if (dialog.open) refresh();
  }
}

document.addEventListener("huiyin:palette", openPalette);
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-palette-open]")) return;
  document.querySelectorAll(":popover-open").forEach((popover) => popover.hidePopover());
  openPalette();
});
input?.addEventListener("input", typed);
input?.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    at = (at + step + found.length) % Math.max(found.length, 1);
    draw();
  } else if (event.key === "Enter") {
    event.preventDefault();
    run(found[at]);
  }
});

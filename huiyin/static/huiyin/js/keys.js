// The keyboard of the desk. data-key="n" acts on a key, data-go="q" after g, lists are [data-list] of [data-row].

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const shown = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
const typing = (element) => element.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
let afterG = 0;

function act(element) {
  if (typing(element)) {
    element.focus();
    element.select?.();
  } else element.click();
}

// The list the person works in: the one that holds the focus, otherwise the first
function list() {
  return document.activeElement?.closest?.("[data-list]") ?? document.querySelector("[data-list]");
}
const current = (root) => root?.querySelector("[data-row][data-current]");

function move(step) {
  const root = list();
  const rows = root ? all("[data-row]", root).filter(shown) : [];
  if (!rows.length) return;
  const at = rows.indexOf(current(root));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))] ?? rows[0];
  rows.forEach((row) => delete row.dataset.current);
  next.dataset.current = "";
  const link = next.querySelector("[data-row-open]") ?? next;
  link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function choose() {
  const box = current(list())?.querySelector("[data-row-select]");
  box?.click();
}

// Selection: [data-row-select] boxes, [data-select-all], and [data-bulk] that shows while something is chosen
function counted(root) {
  const boxes = all("[data-row-select]", root);
  const chosen = boxes.filter((box) => box.checked);
  boxes.forEach((box) => box.closest("[data-row]")?.toggleAttribute("data-selected", box.checked));
  const whole = root.querySelector("[data-select-all]");
  if (whole) {
    whole.checked = boxes.length > 0 && chosen.length === boxes.length;
    whole.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  }
  const scope = root.closest("form") ?? document;
  all("[data-bulk]", scope).forEach((bar) => (bar.hidden = chosen.length === 0));
  all("[data-selected-count]", scope).forEach((place) => (place.textContent = String(chosen.length)));
}
document.addEventListener("change", (event) => {
  const root = event.target.closest?.("[data-list]");
  if (!root) return;
  if (event.target.matches("[data-select-all]")) all("[data-row-select]", root).forEach((box) => (box.checked = event.target.checked));
  if (event.target.matches("[data-select-all], [data-row-select]")) counted(root);
});

function fillHelp() {
  const place = document.querySelector("[data-keys-list]");
  if (!place) return;
  const named = (element) => element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim();
  const rows = all("[data-key]").map((e) => [[e.dataset.key], named(e)]).concat(all("[data-go]").map((e) => [["g", e.dataset.go], named(e.dataset.keyLabel ? e : e.querySelector("span") ?? e)]));
  place.replaceChildren(...rows.map(([keys, label]) => {
    const row = document.createElement("div");
    const name = document.createElement("dt");
    const text = document.createElement("dd");
    keys.forEach((key) => {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      name.append(cap, " ");
    });
    text.textContent = label;
    row.append(name, text);
    return row;
  }));
  const help = document.getElementById("keys-help");
  if (!help.open) help.showModal();
}

// What the keys of the table do (console/keys.py; the help sheet holds the table: a key that is not in it does nothing)
const does = {
  palette: () => document.dispatchEvent(new Event("huiyin:palette")),
  next: () => move(1),
  previous: () => move(-1),
  select: choose,
  help: fillHelp,
  go: () => { afterG = Date.now(); },
  preview: () => current(list())?.querySelector("[data-row-preview]")?.click(),
  open: () => current(list())?.querySelector("[data-row-open]")?.click(),
  leave: (event) => { if (typing(event.target)) event.target.blur(); },
};
const table = all("[data-fixed-key]").map(({ dataset }) => ({ key: dataset.fixedKey, does: dataset.does, control: "withControl" in dataset }));
const meant = (key, control) => table.find((one) => one.key === key && one.control === control)?.does;

// May the key act from where the focus is? A button keeps its own Enter and Space.
function acts(what, event) {
  if (what === "open") return event.target === document.body;
  if (what !== "preview") return true;
  return current(list()) && (!event.target.matches("button, a, summary, input") || event.target.closest("[data-row]"));
}

function going(event) {
  afterG = 0;
  const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
}

document.addEventListener("keydown", (event) => {
  // while an input method composes, every key belongs to it
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.defaultPrevented) return;
  const control = event.ctrlKey || event.metaKey;
  const what = meant(control ? event.key.toLowerCase() : event.key, control);
  if (control) {
    if (!what || event.shiftKey) return;
    event.preventDefault();
    does[what](event);
    return;
  }
  if (typing(event.target)) {
    if (what === "leave") does.leave(event);
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (afterG && Date.now() - afterG < 1500) {
    going(event);
    return;
  }
  const own = what === "go" ? null : all(`[data-key="${CSS.escape(event.key)}"]`).find(shown);
  if (own) {
    event.preventDefault();
    act(own);
  } else if (what && what !== "leave" && acts(what, event)) {
    event.preventDefault();
    does[what](event);
  }
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open='#keys-help']")) fillHelp();
});

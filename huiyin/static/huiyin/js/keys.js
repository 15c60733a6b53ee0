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
  const rows = all("[data-key]").map((e) => [[e.dataset.key], named(e)]).concat(all("[data-go]").map((e) => [["g", e.dataset.go], named(e.querySelector("span") ?? e)]));
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

const simple = {
  j: () => move(1),
  k: () => move(-1),
  x: choose,
  "?": fillHelp,
  " ": () => current(list())?.querySelector("[data-row-preview]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  const key = event.key;
  if (afterG && Date.now() - afterG < 1500) {
    afterG = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (key === "g") {
    afterG = Date.now();
    return;
  }
  const own = all(`[data-key="${CSS.escape(key)}"]`).find(shown);
  if (own) {
    event.preventDefault();
    act(own);
  } else if (key === "Enter" && event.target === document.body) {
    const link = current(list())?.querySelector("[data-row-open]");
    if (link) link.click();
  } else if (simple[key] && (key !== " " || current(list()))) {
    if (key === " " && event.target.matches("button, a, summary, input") && !event.target.closest("[data-row]")) return;
    event.preventDefault();
    simple[key]();
  }
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open='#keys-help']")) fillHelp();
});

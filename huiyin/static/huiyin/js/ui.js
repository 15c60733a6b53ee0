// What every page does. Everything is driven by data-* attributes and delegated from the document,
// so parts that htmx swaps in work at once. See docs/guide and /_style for the list of attributes.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const within = (selector, root) => (root.matches?.(selector) ? [root] : []).concat(all(selector, root));
export const say = (id) => document.getElementById(id)?.innerHTML ?? "";

export function toast(text, level = "error") {
  const place = document.getElementById("flash");
  if (!place || !text) return;
  const box = document.createElement("div");
  box.className = "hy-flash";
  box.dataset.level = level;
  box.setAttribute("role", level === "error" ? "alert" : "status");
  box.textContent = text;
  place.append(box);
  setTimeout(() => box.remove(), 8000);
}

// Appearance: data-theme-set="auto|light|dark"
function markTheme() {
  const choice = document.documentElement.dataset.themeChoice || "auto";
  all("[data-theme-set]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.themeSet === choice)));
}
function setTheme(choice) {
  const age = choice === "auto" ? 0 : 31536000;
  document.cookie = `theme=${choice}; path=/; max-age=${age}; samesite=lax`;
  dispatchEvent(new Event("huiyin:theme"));
  markTheme();
}

// Dialogs: data-open="#id", data-close
function openDialog(selector) {
  const dialog = document.querySelector(selector);
  all(":popover-open").forEach((p) => p.hidePopover());
  if (dialog && !dialog.open) dialog.showModal();
}

// Copy: data-copy="text" or data-copy-from="#id"; data-done is said afterwards
async function copy(button) {
  const text = button.dataset.copy ?? document.querySelector(button.dataset.copyFrom)?.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text.trim());
  } catch {
    const area = document.createElement("textarea");
    area.value = text.trim();
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.dataset.copied = "";
  toast(button.dataset.done, "success");
  setTimeout(() => delete button.dataset.copied, 1500);
}

// Popovers that belong beside their button: data-anchor on the button (data-anchor="end" aligns the right edges)
function place(popover) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"][data-anchor]`);
  if (!button) return;
  const at = button.getBoundingClientRect();
  const size = popover.getBoundingClientRect();
  const left = button.dataset.anchor === "end" ? at.right - size.width : at.left - 8;
  const below = at.bottom + 6;
  const top = below + size.height > innerHeight - 8 ? Math.max(8, at.top - size.height - 6) : below;
  popover.style.margin = "0";
  popover.style.inset = "auto";
  popover.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
  popover.style.top = `${top}px`;
}

// Revealed values: data-reveal-seconds="30" around [data-clear] and [data-masked]; the clear value is removed
function hide(box) {
  const masked = box.querySelector("[data-masked]");
  box.querySelector("[data-clear]")?.remove();
  if (masked) box.replaceWith(...masked.childNodes);
}
function watchReveals(root) {
  within("[data-reveal-seconds]", root).forEach((box) => {
    if (box.dataset.watched) return;
    box.dataset.watched = "yes";
    setTimeout(() => box.isConnected && hide(box), Number(box.dataset.revealSeconds) * 1000);
  });
}

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest?.(selector);
  let hit;
  if ((hit = on("[data-theme-set]"))) setTheme(hit.dataset.themeSet);
  else if ((hit = on("[data-open]"))) openDialog(hit.dataset.open);
  else if ((hit = on("[data-close]"))) hit.closest("dialog, [popover]")?.[hit.closest("dialog") ? "close" : "hidePopover"]();
  else if ((hit = on("[data-copy], [data-copy-from]"))) copy(hit);
  else if ((hit = on("[data-hide]"))) hide(hit.closest("[data-reveal-seconds]"));
  else if ((hit = on("[data-dismiss]"))) hit.closest("[data-flash]")?.remove();
  else if ((hit = on("[data-print]"))) print();
  else if (event.target instanceof HTMLDialogElement && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && !event.target.querySelector("form[data-changed]")) event.target.close();
  }
});

document.addEventListener("toggle", (event) => {
  if (event.newState === "open" && event.target.matches?.("[popover]")) place(event.target);
}, true);

// A page left behind shows nothing it revealed
addEventListener("pagehide", () => all("[data-reveal-seconds]").forEach(hide));

// A form whose answer is an entrance (the session ended meanwhile) stays as it is, with the way in beside it
const ENTRANCES = [/^\/accounts\/login\/$/, /^\/follow\/[^/]+$/];

function keepTyped(event) {
  const { xhr, requestConfig } = event.detail;
  const found = xhr?.responseURL ? new URL(xhr.responseURL) : null;
  if (requestConfig?.verb !== "post" || !ENTRANCES.some((one) => one.test(found?.pathname))) return;
  if (found.pathname === new URL(requestConfig.path, location.href).pathname) return;
  event.detail.shouldSwap = false;
  toast(say("msg-out"));
  const way = document.createElement("a");
  Object.assign(way, { href: found.pathname, target: "_blank", rel: "opener", textContent: say("msg-in") });
  document.querySelector("#flash > :last-child")?.append(" ", way);
}

function begin(root) {
  watchReveals(root);
  within("[data-focus]", root)[0]?.focus();
}

document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
document.addEventListener("htmx:beforeSwap", keepTyped);
// What has been undone offers it no more
document.addEventListener("htmx:afterRequest", ({ detail }) => { if (detail.successful && detail.elt.matches?.("[data-undo]")) detail.elt.closest("[data-flash]")?.remove(); });
document.addEventListener("htmx:sendError", () => toast(say("msg-offline")));
document.addEventListener("htmx:timeout", () => toast(say("msg-offline")));
document.addEventListener("htmx:responseError", () => toast(say("msg-failed")));

markTheme();
begin(document);

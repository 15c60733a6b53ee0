// Writing on the case page: templates by "/" and a filter, colleagues by "@". Nothing acts while an IME composes.

import { say, toast } from "./ui.js";

const typingIn = (element) => element?.matches?.(".hy-composer textarea");
const busy = (event) => event.isComposing || event.keyCode === 229;

function insert(area, text) {
  area.focus();
  const spaced = area.value && !/\s$/.test(area.value.slice(0, area.selectionStart)) ? `\n${text}` : text;
  area.setRangeText(spaced, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// Templates: <details data-picker> in the composer; its list comes when it is opened
const picker = (form) => form?.querySelector("[data-picker]");

function openPicker(form) {
  const box = picker(form);
  if (!box) return false;
  box.open = true;
  const focus = () => box.querySelector("[data-picker-filter]")?.focus();
  focus();
  box.addEventListener("htmx:afterSettle", focus, { once: true });
  return true;
}

function closePicker(box, back = true) {
  box.open = false;
  const field = box.querySelector("[data-picker-filter]");
  if (field) {
    field.value = "";
    filter(field);
  }
  if (back) box.closest("form").querySelector("textarea").focus();
}

function filter(field) {
  const box = field.closest("[data-picker-box]");
  const words = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  box.querySelectorAll("[data-pick]").forEach((row) => {
    const text = row.dataset.pick.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    shown += row.hidden ? 0 : 1;
  });
  box.querySelector("[data-picker-none]")?.toggleAttribute("hidden", shown > 0);
}

async function pick(link) {
  const form = link.closest("form");
  const box = link.closest("[data-picker]");
  const answer = await fetch(link.dataset.insert, { headers: { "HX-Request": "true" }, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) {
    toast(say(answer ? "msg-failed" : "msg-offline"));
    return;
  }
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  const wording = part.querySelector("[data-version], [data-article], [data-clause]");
  if (!wording) return;
  if (wording.dataset.article) { // counted by the house; the words go in either way
    const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    fetch(wording.dataset.article, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin" }).catch(() => null);
    closePicker(box, false);
    insert(form.querySelector("textarea"), wording.querySelector("[data-words]").textContent);
    return;
  }
  const field = wording.dataset.version && form.querySelector("[name=templates]");
  if (field) field.value = [...new Set([...field.value.split(",").filter(Boolean), wording.dataset.version])].join(",");
  closePicker(box, false);
  insert(form.querySelector("textarea"), wording.querySelector("[data-words]").textContent);
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-picker-filter]")) filter(event.target);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-insert]");
  if (!link || !link.closest(".hy-composer")) return;
  event.preventDefault();
  pick(link);
});
document.addEventListener("keydown", (event) => {
  if (busy(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && typingIn(event.target) && !event.target.value && openPicker(event.target.form)) event.preventDefault();
  const box = event.target.closest?.("[data-picker]");
  if (!box) return;
  const links = [...box.querySelectorAll("[data-pick]:not([hidden]) a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closePicker(box);
  } else if (event.key === "ArrowDown" && links.length) {
    event.preventDefault();
    links[Math.min(at + 1, links.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (links[at - 1] ?? box.querySelector("[data-picker-filter]")).focus();
  } else if (event.key === "Enter" && event.target.matches("[data-picker-filter]")) {
    event.preventDefault();
    const key = event.target.value.trim().toLowerCase();
    const exact = box.querySelector(`[data-pick-key="${CSS.escape(key)}"] a`);
    (exact ?? links[0])?.click();
  }
}, true);

// Colleagues: a list below the note while the word under the cursor begins with @
const CALL = /(?:^|[^A-Za-z0-9_.%+\-@＠])[@＠]([^\s@＠()（）,，。;；:：!！?？、]{0,29})$/;
let list = null;
let asked = 0;
let waiting = 0;

function callAt(area) {
  const found = CALL.exec(area.value.slice(0, area.selectionStart));
  return found ? found[1] : null;
}

function endCall(area) {
  clearTimeout(waiting);
  asked += 1;
  list?.remove();
  list = null;
  area?.removeAttribute("aria-activedescendant");
  area?.removeAttribute("aria-controls");
}

async function call(area) {
  const words = callAt(area);
  const url = area.form?.dataset.colleagues;
  if (words === null || !url) return endCall(area);
  const mine = ++asked;
  const asking = fetch(`${url}?q=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  const answer = await asking.catch(() => null); // offline nobody is offered; the name can still be written
  if (!answer?.ok || mine !== asked || callAt(area) !== words) return;
  if (!list) {
    list = document.createElement("ul");
    list.className = "hy-calls";
    list.id = "calls";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", area.form.dataset.colleaguesLabel ?? "");
    area.after(list);
    area.setAttribute("aria-controls", "calls");
  }
  list.innerHTML = await answer.text();
  mark(area, list.querySelector("[data-handle]"));
}

function mark(area, row) {
  list.querySelectorAll("[aria-selected]").forEach((one) => one.removeAttribute("aria-selected"));
  if (!row) return area.removeAttribute("aria-activedescendant");
  row.setAttribute("aria-selected", "true");
  area.setAttribute("aria-activedescendant", row.id);
  row.scrollIntoView({ block: "nearest" });
}

function choose(area, row) {
  const words = callAt(area);
  if (words === null || !row?.dataset.handle) return;
  const end = area.selectionStart;
  area.setRangeText(`${row.dataset.handle} `, end - words.length - 1, end, "end");
  endCall(area);
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-colleagues] textarea") || event.isComposing) return;
  clearTimeout(waiting);
  if (callAt(event.target) === null) return endCall(event.target);
  waiting = setTimeout(() => call(event.target), 120);
});
document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.("[data-colleagues] textarea")) call(event.target);
});
document.addEventListener("keydown", (event) => {
  if (!list || busy(event) || !event.target.matches?.("[data-colleagues] textarea")) return;
  const rows = [...list.querySelectorAll("[data-handle]")];
  const at = rows.indexOf(list.querySelector("[aria-selected]"));
  if (event.key === "Escape") endCall(event.target);
  else if (event.key === "ArrowDown") mark(event.target, rows[Math.min(at + 1, rows.length - 1)]);
  else if (event.key === "ArrowUp") mark(event.target, rows[Math.max(at - 1, 0)]);
  else if ((event.key === "Enter" || event.key === "Tab") && rows[at]) choose(event.target, rows[at]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
document.addEventListener("mousedown", (event) => {
  const row = event.target.closest?.(".hy-calls [role=option]");
  if (!row) return;
  event.preventDefault();
  choose(row.closest("form").querySelector("textarea"), row);
});
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-colleagues] textarea")) endCall(event.target);
});

// Nothing typed is lost: form[data-draft] is kept on the server every two seconds while somebody types, and given back
// when the form opens again. Each window keeps its own; what another window holds is offered, never put over it.

import { post } from "./live.js";
import { slot } from "./slot.js";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = document.getElementById("draft-words")?.dataset ?? {};
const EVERY_MS = 2000;
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "whose", "seen", "base", "draft_slot", "idempotency_key"]);
const state = new WeakMap();

const isTyped = (field) => field.name && !LEFT_OUT.has(field.name) && !["file", "submit", "button", "password"].includes(field.type) && !field.disabled;

function fieldsOf(form) {
  const found = {};
  for (const field of form.elements) {
    if (!isTyped(field) || (field.type === "hidden" && !/_FORMS$|^(party|policy|templates)$/.test(field.name))) continue;
    if (["checkbox", "radio"].includes(field.type) && !field.checked) {
      if (field.type === "checkbox") found[field.name] ??= [];
      continue;
    }
    const values = field.multiple && field.options ? [...field.selectedOptions].map((one) => one.value) : [field.value];
    found[field.name] = [...(found[field.name] ?? []), ...values];
  }
  return found;
}
function note(form, text, level = "") {
  let line = form.querySelector(":scope > [data-draft-state]");
  if (!line) {
    line = document.createElement("p");
    line.className = "hy-draft-state hy-quiet";
    line.dataset.draftState = "";
    line.setAttribute("role", "status");
    form.append(line);
  }
  line.dataset.level = level;
  line.replaceChildren(text);
  return line;
}

async function save(form) {
  const kept = state.get(form);
  if (!kept || kept.sent || !form.isConnected) return;
  const fields = JSON.stringify(fieldsOf(form));
  kept.timer = 0;
  if (fields === kept.last) return;
  if (kept.busy) {
    plan(form);
    return;
  }
  kept.busy = new AbortController();
  try {
    const values = { case: form.dataset.draftCase ?? "", place: form.dataset.draft, slot, fields };
    const answer = await post(words.save, values, { signal: kept.busy.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    kept.last = fields;
    kept.has = (await answer.json()).kept;
    if (!kept.offer) note(form, kept.has ? words.kept : "");
    if (kept.replaces) {
      post(kept.replaces, {}).catch(() => {});
      kept.replaces = "";
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      note(form, words.notKept, "warn");
      plan(form, EVERY_MS * 5);
    }
  } finally {
    kept.busy = null;
  }
}
function plan(form, after = EVERY_MS) {
  const kept = state.get(form);
  if (kept && !kept.timer && !kept.sent) kept.timer = setTimeout(() => save(form), after);
}

// What a draft holds goes into its fields; false when the form lacks one of them (rows that were added)
function fill(form, fields) {
  const names = new Set([...form.elements].map((one) => one.name));
  if (Object.entries(fields).some(([name, values]) => !names.has(name) && values.some((one) => one.trim()))) return false;
  if (Object.keys(fields).some((name) => /-TOTAL_FORMS$/.test(name) && form.elements.namedItem(name).value !== fields[name][0])) return false;
  for (const field of form.elements) {
    const values = isTyped(field) ? fields[field.name] : undefined;
    if (!values || /_FORMS$/.test(field.name)) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (field.multiple && field.options) [...field.options].forEach((one) => (one.selected = values.includes(one.value)));
    else field.value = values[0] ?? "";
    field.closest("details")?.setAttribute("open", "");
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  form.dataset.changed = "";
  return true;
}
const isTouched = (form) => [...form.elements].some((one) => isTyped(one) && (one.options ? [...one.options].some((o) => o.selected !== o.defaultSelected && o.defaultSelected) : ["checkbox", "radio"].includes(one.type) ? one.checked !== one.defaultChecked : one.type !== "hidden" && one.value !== one.defaultValue));

function button(text, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn btn-sm btn-quiet", textContent: text });
  made.addEventListener("mousedown", (event) => event.preventDefault()); // the form would open and move away beneath it
  made.addEventListener("click", act);
  return made;
}
function emptied(form, draft, before) {
  const kept = state.get(form);
  post(draft.discard, {}).catch(() => {});
  if (before) fill(form, before);
  Object.assign(kept, { last: JSON.stringify(fieldsOf(form)), offer: false, replaces: "" });
  delete form.dataset.changed;
  note(form, "");
}
function takeUp(form, draft) {
  const before = fieldsOf(form);
  const kept = state.get(form);
  kept.offer = false;
  if (!fill(form, draft.fields)) {
    if (draft.url) location.assign(draft.url);
    return;
  }
  if (draft.slot !== slot) kept.replaces = draft.discard;
  else kept.last = JSON.stringify(fieldsOf(form));
  const line = note(form, `${words.back} ${draft.at} `);
  line.append(button(words.discard, () => emptied(form, draft, before)));
  if (kept.replaces) save(form);
}
function offer(form, draft) {
  state.get(form).offer = true;
  const text = Object.values(draft.fields).flat().reduce((a, b) => (b.length > a.length ? b : a), "");
  const line = note(form, `${words.offer} ${draft.at} · ${[...text].slice(0, 40).join("")} `);
  line.append(button(words.take, () => takeUp(form, draft)), button(words.discard, () => emptied(form, draft)));
}

async function restore(forms) {
  const byCase = Map.groupBy ? Map.groupBy(forms, (one) => one.dataset.draftCase ?? "") : new Map([[forms[0].dataset.draftCase ?? "", forms]]);
  for (const [one, group] of byCase) {
    const query = new URLSearchParams({ case: one });
    group.forEach((form) => query.append("place", form.dataset.draft));
    const answer = await fetch(`${words.find}?${query}`, { headers: { "HX-Request": "true" }, redirect: "manual" });
    if (!answer.ok) continue;
    const { drafts } = await answer.json();
    for (const form of group) {
      const mine = drafts.filter((draft) => draft.place === form.dataset.draft);
      const draft = mine.find((each) => each.slot === slot) ?? mine[0];
      if (!draft || !form.isConnected) continue;
      const now = JSON.stringify(fieldsOf(form));
      const opened = drafts.find((each) => each.id === new URLSearchParams(location.search).get("draft"));
      if (opened && opened.slot !== slot && opened.place === form.dataset.draft) state.get(form).replaces = opened.discard;
      if (now === JSON.stringify(draft.fields)) state.get(form).last = now;
      else if (draft.slot === slot && !isTouched(form) && form.dataset.draftBound === undefined) takeUp(form, draft);
      else if (draft.slot !== slot && form.dataset.draftBound === undefined) offer(form, draft);
    }
  }
}

function begin(root = document) {
  const forms = all("form[data-draft]", root).concat(root.matches?.("form[data-draft]") ? [root] : []).filter((form) => !state.has(form));
  for (const form of forms) {
    state.set(form, { last: JSON.stringify(fieldsOf(form)), timer: 0, busy: null, sent: false, has: false, offer: false, replaces: "" });
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "draft_slot", value: slot });
    form.append(field);
    note(form, ""); // its place is there from the beginning: nothing moves away under a click
  }
  if (!forms.length || !words.find) return;
  // What the server filled in is kept again only once it is known which draft it came from, and so which it replaces: not
  // when the page is left before (its draft is still there)
  const bound = forms.filter((form) => form.dataset.draftBound !== undefined);
  restore(forms).then(() => bound.forEach((form) => plan(form)), () => {});
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (form && isTyped(event.target)) plan(form);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (form && event.isTrusted) plan(form);
});
// On its way: nothing is kept behind its back; should it come back unsent, keeping goes on
document.addEventListener("submit", (event) => {
  const kept = state.get(event.target);
  if (!kept || event.defaultPrevented || event.submitter?.formTarget) return;
  clearTimeout(kept.timer);
  kept.busy?.abort();
  Object.assign(kept, { timer: 0, sent: true });
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const kept = state.get(event.detail.elt);
  if (!kept) return;
  clearTimeout(kept.timer);
  kept.busy?.abort();
  Object.assign(kept, { timer: 0, sent: true });
});
document.addEventListener("htmx:afterRequest", (event) => {
  const kept = state.get(event.detail.elt);
  if (!kept) return;
  kept.sent = false;
  if (event.detail.elt.isConnected && !event.detail.successful) plan(event.detail.elt);
});
addEventListener("pageshow", () => all("form[data-draft]").forEach((form) => state.has(form) && (state.get(form).sent = false)));
addEventListener("pagehide", () => all("form[data-draft]").forEach((form) => {
  const kept = state.get(form);
  if (!kept || kept.sent || !(kept.timer || kept.busy)) return; // what is on its way may be cut off with the page
  kept.busy?.abort();
  const body = new FormData(); // plain UTF-8: percent-encoded, a Chinese text would be thrice as long as may outlive a page
  const values = { case: form.dataset.draftCase ?? "", place: form.dataset.draft, slot, fields: JSON.stringify(fieldsOf(form)) };
  Object.entries(values).forEach(([name, value]) => body.append(name, value));
  post(words.save, {}, { body, keepalive: new Blob([values.fields]).size < 60000 }).catch(() => {});
  if (kept.replaces) post(kept.replaces, {}, { keepalive: true }).catch(() => {});
}));
document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
begin();

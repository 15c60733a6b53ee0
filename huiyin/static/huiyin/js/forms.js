// Forms: sent once, kept when leaving, files checked before they travel.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Sent once: while a form is on its way its buttons rest. The hidden idempotency key guards the server's side.
function rest(form) {
  form.setAttribute("aria-busy", "true");
  delete form.dataset.changed;
  setTimeout(() => all("button:not([type=button]), input[type=submit]", form).forEach((b) => {
    if (!b.disabled) {
      b.disabled = true;
      b.dataset.resting = "";
    }
  }));
}
function wake(root) {
  all("form[aria-busy]", root).concat(root.matches?.("form[aria-busy]") ? [root] : []).forEach((form) => {
    form.removeAttribute("aria-busy");
    all("[data-resting]", form).forEach((b) => {
      b.disabled = false;
      delete b.dataset.resting;
    });
  });
}

// Who signed in again in another tab has a new token there: a form that was open meanwhile takes it over
function renew(form) {
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (field && token) field.value = token;
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("aria-busy")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (event.defaultPrevented || form.method === "dialog") return;
  renew(form);
  if (form.method === "post" && !form.hasAttribute("data-many") && !form.target) rest(form);
}, true);
document.addEventListener("htmx:afterRequest", (event) => wake(event.detail.elt.closest("form") ?? event.detail.elt));
addEventListener("pageshow", () => wake(document));

// Unsaved: form[data-guard] asks before the page is left
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) form.dataset.changed = "";
});
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
});

// A filter acts at once: form[data-autosubmit] or a field with it
document.addEventListener("change", (event) => {
  if (event.target.closest?.("[data-autosubmit]")) event.target.form?.requestSubmit();
});

// Counting: textarea[data-count="#id"] writes "12 / 500" there
function count(area) {
  const place = document.querySelector(area.dataset.count);
  if (place) place.textContent = area.maxLength > 0 ? `${[...area.value].length} / ${area.maxLength}` : `${[...area.value].length}`;
}
document.addEventListener("input", (event) => event.target.matches?.("[data-count]") && count(event.target));

// Files: data-max-bytes, data-max-files and accept on the input, inside [data-upload]
const size = (bytes) => bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;

function fits(file, accept) {
  if (!accept) return true;
  const name = file.name.toLowerCase();
  return accept.split(",").map((t) => t.trim().toLowerCase()).some((type) =>
    type.startsWith(".") ? name.endsWith(type) : type.endsWith("/*") ? file.type.startsWith(type.slice(0, -1)) : file.type === type);
}
function fault(input, file) {
  if (file.size > Number(input.dataset.maxBytes)) return input.dataset.tooBig;
  return fits(file, input.accept) ? "" : input.dataset.wrongType;
}
function keep(input, files) {
  const box = new DataTransfer();
  files.forEach((file) => box.items.add(file));
  input.files = box.files;
}
function check(input) {
  const box = input.closest("[data-upload]");
  const files = [...input.files];
  const list = box.querySelector("[data-upload-list]");
  const tooMany = files.length + all("[data-upload-sent] li", box).length > Number(input.dataset.maxFiles) ? input.dataset.tooMany : "";
  const faults = files.map((file) => fault(input, file));
  list.replaceChildren(...files.map((file, at) => {
    const row = document.createElement("li");
    const name = document.createElement("span");
    const note = document.createElement("span");
    const remove = document.createElement("button");
    name.textContent = file.name;
    note.textContent = faults[at] || size(file.size);
    note.className = faults[at] ? "hy-error" : "hy-quiet hy-num";
    remove.type = "button";
    remove.className = "hy-mini";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${input.dataset.remove} ${file.name}`);
    remove.addEventListener("click", () => {
      keep(input, [...input.files].filter((other) => other !== file));
      check(input);
    });
    row.append(name, note, remove);
    return row;
  }));
  const first = tooMany || faults.find(Boolean) || "";
  const place = box.querySelector("[data-upload-error]");
  place.textContent = tooMany;
  place.hidden = !tooMany;
  input.setCustomValidity(first);
  input.toggleAttribute("aria-invalid", Boolean(first));
}
document.addEventListener("change", (event) => event.target.matches?.("[data-upload] input[type=file]") && check(event.target));
document.addEventListener("htmx:xhr:progress", (event) => {
  const shown = event.target.closest?.("form")?.querySelector("[data-upload-progress]");
  if (!shown || !event.detail.lengthComputable) return;
  shown.hidden = false;
  shown.value = (event.detail.loaded / event.detail.total) * 100;
});

// A form that shows something for some values of a field only: [data-when="name=value other"]. What stands in a part
// that is not shown decides nothing either.
function choose() {
  all('[data-when*="="]').forEach((part) => {
    const [name, values] = part.dataset.when.split("=");
    const chosen = all(`[name="${CSS.escape(name)}"]:checked, select[name="${CSS.escape(name)}"]`).map((one) => one.value);
    const decides = document.querySelector(`[name="${CSS.escape(name)}"]`)?.closest("[data-when]");
    part.hidden = Boolean(decides?.hidden) || !values.split(" ").some((value) => chosen.includes(value));
  });
}
document.addEventListener("change", choose);
document.addEventListener("htmx:load", choose);
choose();

// Big files travel ahead of their form, in parts (tus 1.0, body[data-uploads] is where to): a cut connection costs the
// part on the way, and a file chosen again after a reload goes on where it stood. Small files go with the form, all of
// them where this script does not run.

const BIG = 3 * 1024 * 1024;
const PART = 1024 * 1024;
const WAITS = [1, 2, 4, 8, 15, 15, 30];
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const wished = new WeakMap();

const headers = (more = {}) => ({ ...JSON.parse(document.body.getAttribute("hx-headers") ?? "{}"), "Tus-Resumable": "1.0.0", ...more });
const pause = (seconds) => new Promise((done) => {
  const timer = setTimeout(done, seconds * 1000);
  addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
});
class Final extends Error {}

// Where a file of this tab was going, so that it goes on after a reload
const mark = (file) => `hy-upload:${document.body.dataset.uploads}:${file.size}:${file.lastModified}:${file.name}`;
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

async function ask(url, options) {
  const answer = await fetch(url, { ...options, redirect: "manual" });
  if (answer.status >= 500 || answer.status === 423) throw new Error("again");
  if (!answer.ok && answer.headers.get("Content-Type")?.includes("json")) {
    const told = await answer.json();
    if (told.code === "upload.offset") throw new Error("again");
    throw new Final(told.message);
  }
  if (!answer.headers.get("Tus-Resumable")) throw new Final("");
  return answer;
}

async function place(file) {
  const known = sessionStorage.getItem(mark(file));
  if (known) {
    const answer = await fetch(known, { method: "HEAD", headers: headers() });
    if (answer.ok && answer.headers.get("Tus-Resumable")) return [known, Number(answer.headers.get("Upload-Offset"))];
    if (answer.status >= 500) throw new Error("again");
    sessionStorage.removeItem(mark(file));
  }
  const answer = await ask(document.body.dataset.uploads, {
    method: "POST", headers: headers({ "Upload-Length": String(file.size), "Upload-Metadata": `filename ${base64(file.name)}` }),
  });
  const url = answer.headers.get("Location");
  sessionStorage.setItem(mark(file), url);
  return [url, 0];
}

async function sendParts(file, row) {
  let [url, offset] = await place(file);
  while (true) {
    const percent = Math.floor((offset / file.size) * 100);
    row.querySelector("progress").value = percent;
    row.note.textContent = `${percent} %`;
    if (offset >= file.size) return url;
    if (!row.isConnected) return "";
    const answer = await ask(url, {
      method: "PATCH", headers: headers({ "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) }),
      body: file.slice(offset, offset + PART),
    });
    offset = Number(answer.headers.get("Upload-Offset"));
    row.tries = 0;
  }
}

async function send(input, file, row) {
  row.dataset.sending = "";
  delete row.dataset.failed;
  row.retry.hidden = true;
  row.note.className = "hy-quiet hy-num";
  row.tries = 0;
  while (row.isConnected) {
    try {
      const url = await sendParts(file, row);
      if (!url) return;
      arrived(input, row, url);
      return;
    } catch (trouble) {
      if (trouble instanceof Final || row.tries >= WAITS.length) {
        failed(input, row, trouble instanceof Final ? trouble.message : "");
        return;
      }
      row.note.textContent = input.dataset.waiting;
      await pause(WAITS[row.tries++]);
    }
  }
}

function arrived(input, row, url) {
  delete row.dataset.sending;
  row.dataset.sent = "";
  row.querySelector("progress").remove();
  row.note.textContent = input.dataset.arrived;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = `${input.name}_sent`;
  field.value = url.split("/").pop();
  row.append(field);
  goOn(row.closest("form"));
}

function failed(input, row, words) {
  delete row.dataset.sending;
  row.dataset.failed = "";
  row.note.className = "hy-error";
  row.note.textContent = words || input.dataset.cut;
  row.retry.hidden = Boolean(words);
  wished.delete(row.closest("form"));
}

function drop(file, row) {
  const form = row.closest("form");
  const known = sessionStorage.getItem(mark(file));
  sessionStorage.removeItem(mark(file));
  if (known) fetch(known, { method: "DELETE", headers: headers() }).catch(() => {});
  const input = row.closest("[data-upload]").querySelector("input[type=file]");
  row.remove();
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.focus();
  goOn(form);
}

function button(label, text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "hy-mini";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

function add(input, file) {
  const list = input.closest("[data-upload]").querySelector("[data-upload-sent]");
  if ([...list.children].some((one) => one.mark === mark(file))) return; // chosen twice: one is on its way
  const row = document.createElement("li");
  row.mark = mark(file);
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  row.note = document.createElement("span");
  name.textContent = file.name;
  bar.max = 100;
  bar.setAttribute("aria-label", `${input.dataset.sendingName} ${file.name}`);
  row.retry = button(`${input.dataset.again} ${file.name}`, "↻", () => send(input, file, row));
  row.append(name, row.note, bar, row.retry, button(`${input.dataset.remove} ${file.name}`, "×", () => drop(file, row)));
  list.append(row);
  send(input, file, row);
}

// Before forms.js looks at what was chosen: the big ones leave the field. Too big ones stay, and are told of there.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-upload] input[type=file]") || !document.body.dataset.uploads) return;
  const goes = (file) => file.size > BIG && file.size <= Number(input.dataset.maxBytes);
  const files = [...input.files];
  const big = files.filter(goes);
  if (!big.length) return;
  const box = new DataTransfer();
  files.filter((file) => !goes(file)).forEach((file) => box.items.add(file));
  input.files = box.files;
  big.forEach((file) => add(input, file));
}, true);

// A form waits for its files, and goes by itself when they are there; one that did not arrive is never left out silently
addEventListener("submit", (event) => {
  const form = event.target;
  if (!all("[data-sending], [data-failed]", form).length || event.submitter?.hasAttribute("formnovalidate")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const bad = form.querySelector("[data-failed]");
  if (!bad) wished.set(form, event.submitter);
  all("[data-upload]", form).forEach((box) => {
    if (!box.querySelector("[data-sending], [data-failed]")) return;
    const words = box.querySelector("[data-upload-error]");
    words.textContent = box.querySelector("input[type=file]").dataset[bad ? "missing" : "patience"];
    words.hidden = false;
  });
  bad?.querySelector("button:not([hidden])").focus();
}, true);

function goOn(form) {
  if (!form || all("[data-sending], [data-failed]", form).length) return;
  all("[data-upload-error]", form).forEach((words) => { words.hidden = true; });
  if (!wished.has(form)) return;
  const submitter = wished.get(form);
  wished.delete(form);
  form.requestSubmit(submitter ?? undefined);
}

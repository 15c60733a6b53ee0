// The numbers beside the bell and in the menu stay true while the page is open: they are asked for when this person is
// told something (live.js hears it), every minute besides, and every 20 seconds where nobody tells.

const url = document.getElementById("live-words")?.dataset.numbers;
const FEW_MS = 20000;
const MANY = 3; // beats of FEW_MS between two questions while events are heard

function show(name, value, words) {
  for (const place of document.querySelectorAll(`[data-count="${name}"]`)) {
    const kind = name === "unread" ? "hy-dot" : "hy-count";
    let mark = place.querySelector(`.${kind}`);
    if (!value) mark?.remove();
    else {
      if (!mark) {
        mark = document.createElement("span");
        mark.className = `${kind} hy-num`;
        place.append(mark);
      }
      if (mark.textContent !== String(value)) mark.textContent = value;
    }
    if (words) place.setAttribute("aria-label", words);
  }
}

async function ask() {
  if (!url || document.hidden) return;
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, redirect: "manual" });
  if (!answer.ok) return;
  const found = await answer.json();
  show("unread", found.unread, found.bell);
  show("alarms", found.alarms);
  show("chats", found.chats);
}

let waits = 0;
let beats = 0;
function soon() {
  clearTimeout(waits);
  waits = setTimeout(() => { beats = 0; ask().catch(() => {}); }, 300);
}
document.addEventListener("huiyin:told", soon);
document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
setInterval(() => {
  beats += 1;
  if (document.documentElement.dataset.live === "stream" && beats < MANY) return;
  beats = 0;
  ask().catch(() => {});
}, FEW_MS);

// The chats of the desk: lines and lists are fetched anew when something changed; the answer being written is left alone.
// Each answer has a name of its own, so that pressing twice, or once more after a lost connection, says it once.

const form = () => document.getElementById("chat-answer");
const name = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
let asked = false;
let again = false;

async function fresh() {
  if (asked) { again = true; return; }
  asked = true;
  try {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["chats-talk", "chats-lists"]) {
      const old = document.getElementById(id);
      const now = page.getElementById(id);
      if (!old || !now || bare(old) === bare(now) || old.contains(document.activeElement)) continue;
      old.replaceWith(now);
      if (id === "chats-talk") low();
    }
    if (Boolean(form()) !== Boolean(page.getElementById("chat-answer")) && !form()?.elements.text.value) location.reload();
  } catch { /* no network: the next round asks again */ } finally {
    asked = false;
    if (again) { again = false; fresh(); }
  }
}
const bare = (element) => element.outerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
function low() {
  const box = document.querySelector(".hy-chats .hy-chat-scroll");
  if (box) box.scrollTop = box.scrollHeight;
}

document.addEventListener("huiyin:changed", fresh);
document.addEventListener("huiyin:told", fresh);
document.addEventListener("visibilitychange", () => { if (!document.hidden) fresh(); });
setInterval(() => { if (!document.hidden) fresh(); }, 5000);

document.addEventListener("keydown", (event) => {
  if (event.target.id === "chat-text" && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form().requestSubmit();
  }
});
document.addEventListener("submit", async (event) => {
  if (event.target !== form() || event.defaultPrevented) return;
  event.preventDefault();
  const box = form();
  const button = box.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  box.elements.line.value ||= name();
  try {
    const answer = await fetch(box.action, { method: "POST", body: new URLSearchParams(new FormData(box)), redirect: "manual" });
    if (answer.type !== "opaqueredirect") { // refused: the page says why, with the text still there
      box.submit();
      return;
    }
    box.elements.text.value = box.elements.line.value = "";
    await fresh();
  } catch {
    box.querySelector("button").title = document.getElementById("msg-offline")?.content.textContent.trim() ?? "";
  } finally {
    button.disabled = false;
    box.elements.text.focus();
  }
});
low();

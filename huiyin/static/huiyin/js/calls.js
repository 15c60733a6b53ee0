// The telephone of the person at this desk: while it rings or they speak, every page says so and leads to the call. It
// is asked when live.js hears of it, when a page opens or comes back to sight, and now and then where nobody tells.

const place = document.getElementById("call-now");
const here = () => location.pathname;
const POLL_MS = 10000;

async function ask() {
  if (!place || document.hidden) return;
  const answer = await fetch(place.dataset.url, { headers: { "HX-Request": "true" }, redirect: "manual" });
  if (answer.status === 204) place.replaceChildren();
  if (answer.status !== 200) return;
  const html = await answer.text();
  const found = new DOMParser().parseFromString(html, "text/html").body;
  const link = found.querySelector("a[href]");
  if (link && link.getAttribute("href") === here()) place.replaceChildren(); // it is open
  else if (place.innerHTML.trim() !== found.innerHTML.trim()) place.replaceChildren(...found.childNodes);
}
let waits = 0;
function soon(after = 50) {
  clearTimeout(waits);
  waits = setTimeout(() => ask().catch(() => {}), after);
}
if (place) {
  document.addEventListener("huiyin:call", () => soon());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  addEventListener("pageshow", (event) => { if (event.persisted) soon(); });
  setInterval(() => { if (document.documentElement.dataset.live !== "stream") soon(); }, POLL_MS);
  soon(0);
}

// The queue's own: columns put in order by hand, and the place in the list that a preview or a swap never loses.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

document.addEventListener("click", (event) => {
  const up = event.target.closest?.("[data-order-up]");
  const item = up?.closest("[data-order-item]");
  if (!item?.previousElementSibling) return;
  item.previousElementSibling.before(item);
  up.focus();
});

// The row one stood on is found again by its number after the list was swapped (htmx) or the page came back
const kept = "huiyin.queue.row";
const number = (row) => row?.querySelector("[data-row-open]")?.textContent.trim();
const address = () => location.pathname + location.search;

function remember() {
  const row = document.querySelector("[data-row][data-current]");
  if (row) sessionStorage.setItem(kept, JSON.stringify([address(), number(row)]));
}
function restore() {
  const [where, wanted] = JSON.parse(sessionStorage.getItem(kept) ?? "[]");
  if (where !== address() || document.querySelector("[data-row][data-current]")) return;
  const row = all("#queue [data-row]").find((one) => number(one) === wanted);
  if (!row) return;
  row.dataset.current = "";
  row.scrollIntoView({ block: "nearest" });
}
document.addEventListener("keyup", remember);
document.addEventListener("click", remember);
document.addEventListener("htmx:afterSwap", restore);
restore();

// Boxes that were ticked stay ticked when the list is brought up to date
const ticked = new Set();
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail?.target?.id !== "queue") return;
  ticked.clear();
  all("#queue [data-row-select]:checked").forEach((box) => ticked.add(box.value));
});
document.addEventListener("htmx:afterSwap", () => {
  all("#queue [data-row-select]").forEach((box) => {
    if (!ticked.has(box.value) || box.checked) return;
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
});

// Enter on a chosen row of boxes acts on them only with a button: it opens the case instead
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-row-select]")) return;
  event.preventDefault();
  event.target.closest("[data-row]")?.querySelector("[data-row-open]")?.click();
});

// The main menu remembers which of its parts were closed by hand; the server draws it so, nothing jumps.
const parts = () => [...document.querySelectorAll("[data-rail]")];
document.getElementById("rail")?.addEventListener("click", (event) => {
  if (!event.target.closest("summary")) return;
  setTimeout(() => {
    const closed = parts().filter((part) => !part.open).map((part) => part.dataset.rail).join("-");
    document.cookie = `huiyin_rail=${closed};path=/desk/;max-age=31536000;samesite=lax`;
  });
});

// This window, for as long as it lives; drafts and presence are kept apart by it. A window that was duplicated begins
// with the storage of the other, which is still open: it gets a name of its own. One that the browser put to sleep keeps
// its name.

const made = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

function named() {
  try {
    const isCopy = sessionStorage.hyOpen && !document.wasDiscarded;
    sessionStorage.hyOpen = "1";
    if (isCopy) sessionStorage.hySlot = made();
    return (sessionStorage.hySlot ||= made());
  } catch {
    return made();
  }
}
function mark(isOpen) {
  try {
    if (isOpen) sessionStorage.hyOpen = "1";
    else sessionStorage.removeItem("hyOpen");
  } catch { /* no storage: nothing is copied either */ }
}

export const slot = named();
addEventListener("pagehide", () => mark(false));
addEventListener("pageshow", (event) => event.persisted && mark(true));

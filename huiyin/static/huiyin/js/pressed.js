// Nothing is exchanged under a finger: a button put anew between press and release would never hear the click, and a form
// that is on its way would arrive in a place that is gone.
let since = 0; // when the finger went down; a release outside the window is never told, so it counts for five seconds
addEventListener("pointerdown", () => { since = Date.now(); }, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => { since = 0; }), true);

export const isPressed = () => Date.now() - since < 5000 || Boolean(document.querySelector(".htmx-request"));

// Runs before the first paint: puts the chosen or the device's appearance on <html>, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => (document.cookie.match(/(?:^|; )theme=(light|dark)/) || [])[1] || "auto";
  const show = () => {
    const choice = chosen();
    root.dataset.bsTheme = choice === "auto" ? (device.matches ? "dark" : "light") : choice;
    root.dataset.themeChoice = choice;
  };
  show();
  device.addEventListener("change", show);
  addEventListener("huiyin:theme", show);
})();

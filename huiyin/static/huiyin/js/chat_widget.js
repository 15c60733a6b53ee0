// A button on the page of a site; it opens the chat window in a frame. Nothing of the page is read but its address.
(() => {
  const told = JSON.parse(document.currentScript.dataset.huiyin);
  if (!told.site || document.getElementById("huiyin-chat")) return;
  const box = document.createElement("div");
  box.id = "huiyin-chat";
  const root = box.attachShadow({ mode: "open" });
  const look = document.createElement("style");
  look.textContent = `
    :host { all: initial; }
    button { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; min-width: 48px; min-height: 48px; padding: 0 20px; border: 0; border-radius: 24px; background: #0b5d66; color: #fff; font: 500 16px/1.4 system-ui, "Noto Sans SC", sans-serif; cursor: pointer; box-shadow: 0 2px 8px rgb(0 0 0 / 25%); }
    button:focus-visible { outline: 3px solid #7fd1d8; outline-offset: 2px; }
    iframe { position: fixed; right: 20px; bottom: 84px; z-index: 2147483000; width: min(384px, calc(100vw - 24px)); height: min(600px, calc(100vh - 108px)); border: 1px solid rgb(0 0 0 / 15%); border-radius: 12px; background: #fff; box-shadow: 0 4px 24px rgb(0 0 0 / 25%); }
    iframe[hidden] { display: none; }
    @media (max-width: 480px) { iframe { right: 0; bottom: 72px; width: 100vw; height: calc(100dvh - 72px); border-radius: 0; } }`;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = told.words.open;
  button.setAttribute("aria-expanded", "false");
  let frame = null;
  // Browsers let a frame of another site keep nothing: what it has to find again after a reload is kept here for it.
  const NAME = `huiyin-chat-${told.site}`;
  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== new URL(told.at).origin) return;
    try {
      if (event.data?.huiyin === "keep") {
        if (event.data.value) localStorage.setItem(NAME, JSON.stringify(event.data.value));
        else localStorage.removeItem(NAME);
      } else if (event.data?.huiyin === "ready") {
        const value = JSON.parse(localStorage.getItem(NAME) ?? "null");
        if (value) event.source.postMessage({ huiyin: "kept", value }, event.origin);
      }
    } catch { /* a page that may keep nothing: the chat lasts as long as the page */ }
  });
  button.addEventListener("click", () => {
    if (!frame) {
      const address = new URL(told.at + told.path.replace("KEY", encodeURIComponent(told.site)));
      address.searchParams.set("frame", "1");
      if (told.lang) address.searchParams.set("lang", told.lang);
      address.hash = encodeURIComponent(location.origin + location.pathname);
      frame = document.createElement("iframe");
      frame.title = told.words.title;
      frame.src = address.href;
      root.append(frame);
    } else frame.hidden = !frame.hidden;
    button.textContent = frame.hidden ? told.words.open : told.words.close;
    button.setAttribute("aria-expanded", String(!frame.hidden));
  });
  root.append(look, button);
  document.body.append(box);
})();

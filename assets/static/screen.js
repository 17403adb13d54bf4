// A hall's screen: text size, turning over, and back to the start when nobody is there.
// Every page is complete without this file; nothing is kept beyond one reader.
"use strict";
(() => {
  const find = (selector) => document.querySelector(selector);
  const root = document.documentElement;
  const kept = {
    read(key) { try { return sessionStorage.getItem(key); } catch { return null; } },
    write(key, value) { try { sessionStorage.setItem(key, value); } catch { /* nothing is kept */ } },
    clear() { try { sessionStorage.clear(); } catch { /* nothing was kept */ } },
  };

  // Nothing to copy, drag, zoom or open in a menu.
  for (const kind of ["contextmenu", "dragstart", "selectstart", "gesturestart"]) {
    addEventListener(kind, (event) => event.preventDefault());
  }
  addEventListener("wheel", (event) => { if (event.ctrlKey) event.preventDefault(); }, { passive: false });

  const large = find("#large");
  if (large) {
    large.checked = kept.read("large") === "1";
    large.addEventListener("change", () => kept.write("large", large.checked ? "1" : "0"));
  }

  // The symbol: whole pixels of the device a module, whatever its scale.
  const symbol = find(".symbol");
  const fit = () => {
    const side = Number(symbol.dataset.side);
    for (const name of ["width", "height"]) symbol.setAttribute(name, `${side / 2}em`);
    const pixels = symbol.getBoundingClientRect().width * devicePixelRatio / side;
    const width = Math.max(1, Math.floor(pixels + .01)) * side / devicePixelRatio;
    for (const name of ["width", "height"]) symbol.setAttribute(name, `${width}px`);
  };
  if (symbol) {
    fit();
    addEventListener("resize", fit);
  }

  const bar = find(".bar");
  const take = find(".take");
  const up = find("#up");
  const down = find("#down");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // How much of the page is to be read when it stands at `top`: the take-away panel may lie over
  // its end until the page has been scrolled to where the panel belongs.
  const visible = (top) => {
    const end = bar.getBoundingClientRect().top;
    if (!take || getComputedStyle(take).flexDirection !== "row") return end;
    const before = take.previousElementSibling.getBoundingClientRect().bottom + scrollY;
    return before - top > end - take.offsetHeight ? end - take.offsetHeight : end;
  };
  const line = () => parseFloat(getComputedStyle(root).fontSize) * 1.5;
  const turn = (by) => {
    const step = by > 0 ? visible(scrollY) : visible(scrollY - visible(0));
    scrollTo({ top: scrollY + by * Math.max(step - line(), line()), behavior: calm.matches ? "auto" : "smooth" });
    mark();
  };
  const mark = () => {
    const left = root.scrollHeight - innerHeight - scrollY;
    up.setAttribute("aria-disabled", String(scrollY < 2));
    down.setAttribute("aria-disabled", String(left < 2));
  };
  // A part that opens beyond the end of what is seen comes up, its first line at the top at most.
  const reveal = (part) => {
    const box = part.getBoundingClientRect();
    const beyond = Math.min(box.bottom - visible(scrollY), box.top) - 8;
    if (part.open && beyond > 0) scrollBy({ top: beyond, behavior: calm.matches ? "auto" : "smooth" });
  };
  for (const part of document.querySelectorAll("details > summary")) {
    part.addEventListener("click", () => setTimeout(() => reveal(part.parentElement)));
  }

  if (up && down) {
    up.hidden = down.hidden = false;
    up.addEventListener("click", () => turn(-1));
    down.addEventListener("click", () => turn(1));
    addEventListener("scroll", mark, { passive: true });
    addEventListener("resize", mark);
    addEventListener("toggle", mark, true);
    if (large) large.addEventListener("change", mark);
    mark();
  }

  // Nobody there? A service asks first; the start only puts itself right.
  const idle = find("#idle");
  if (!idle) return;
  const isStart = document.body.classList.contains("start");
  let last = performance.now();
  const touched = () => { last = performance.now(); };
  for (const kind of ["pointerdown", "touchmove", "keydown", "wheel", "scroll", "input"]) {
    addEventListener(kind, () => { if (!idle.open) touched(); }, { capture: true, passive: true });
  }
  const goOn = () => { touched(); idle.close(); };
  const parts = [...document.querySelectorAll("details")];
  const opened = new Set(parts.filter((part) => part.open));
  let begun = -Infinity;
  const begin = () => {
    // A slow line takes its time: asking again at once would break off what is on its way.
    if (performance.now() - begun < 10000) return;
    begun = performance.now();
    kept.clear();
    if (navigator.onLine) {
      location.replace(document.body.dataset.begin);
      return;
    }
    // Without a line the browser's own error page would stay: this page is put right instead.
    if (idle.open) idle.close();
    for (const part of parts) part.open = opened.has(part);
    large.checked = false;
    scrollTo(0, 0);
    touched();
  };
  const isChanged = () =>
    scrollY > 0 || large.checked || root.lang !== "zh-CN" || Boolean(find("details[open]"));
  find("#go-on").addEventListener("click", goOn);
  idle.addEventListener("cancel", (event) => { event.preventDefault(); goOn(); });
  idle.addEventListener("pointerdown", (event) => { if (event.target === idle) goOn(); });
  find("#idle a").addEventListener("click", () => kept.clear());
  addEventListener("pageshow", touched);

  setInterval(() => {
    const still = (performance.now() - last) / 1000;
    const after = Number(idle.dataset.idleS);
    const grace = Number(idle.dataset.graceS);
    if (still < after) return;
    if (isStart) {
      if (isChanged()) begin();
    } else if (still >= after + grace) {
      begin();
    } else {
      if (!idle.open) idle.showModal();
      find("#seconds").textContent = String(Math.ceil(after + grace - still));
    }
  }, 250);
})();

// Conveniences only: every page is complete without this file. Nothing leaves the device.
"use strict";
(() => {
  const kept = {
    read(key) { try { return localStorage.getItem(key); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode */ } },
  };
  const find = (selector) => document.querySelector(selector);

  // A card's address becomes the page's own, so that reloading or sharing is no new scan. A page
  // that tells what has changed since its card was printed has one that tells it again.
  const canonical = find("link[rel=canonical]");
  if (canonical && /\/s\/[^/]/i.test(location.pathname)) {
    const own = new URL(document.body.dataset.own || canonical.href, location.href);
    history.replaceState(null, "", own.pathname + own.search + location.hash);
  }

  // Styles read these boxes through :has(); a browser too old for it gets at least the size.
  const sizes = ["elder", "larger"].map((id) => document.getElementById(id)).filter(Boolean);
  const resize = () => {
    if (CSS.supports("selector(:has(a))")) return;
    const step = sizes.filter((box) => box.checked).length;
    document.documentElement.style.fontSize = ["", "140%", "180%"][sizes[0].checked ? step : 0];
  };
  for (const box of sizes) {
    if (kept.read(box.id) === "1") box.checked = true;
    box.addEventListener("change", () => { kept.write(box.id, box.checked ? "1" : "0"); resize(); });
  }
  resize();

  for (const list of document.querySelectorAll("[data-keep]")) {
    const boxes = [...list.querySelectorAll("input")];
    const ticked = new Set((kept.read(list.dataset.keep) || "").split(","));
    boxes.forEach((box, place) => { if (ticked.has(String(place))) box.checked = true; });
    list.addEventListener("change", () => {
      kept.write(list.dataset.keep, boxes.flatMap((box, place) => box.checked ? [place] : []).join(","));
    });
  }

  // A link to the list of districts opens it.
  const where = find("#where");
  const reveal = () => { if (where && location.hash === "#where") where.open = true; };
  addEventListener("hashchange", reveal);
  reveal();

  const address = find(".address");
  const copy = find("#copy");
  const send = find("#send");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(address.dataset.url);
      find("#copied").textContent = copy.dataset.done;
    });
  }
  if (send && navigator.share) {
    send.hidden = false;
    send.addEventListener("click", () => {
      navigator.share({ title: document.title, url: address.dataset.url }).catch(() => {});
    });
  }

  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("main details:not(.where)")) part.open = true;
  });
})();

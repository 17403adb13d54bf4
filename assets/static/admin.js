// Conveniences only: every page of the administration is complete without this file.
"use strict";
(() => {
  const find = (selector) => document.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

  // More rows without asking the server; it numbers them again when it is asked.
  const more = find("[data-rows]");
  if (more) {
    more.addEventListener("click", (event) => {
      const rows = all(".place");
      const most = Number(more.dataset.rows);
      event.preventDefault();
      for (let number = rows.length + 1; number <= Math.min(rows.length + 5, most); number += 1) {
        const row = rows[0].cloneNode(true);
        row.classList.remove("wrong");
        row.setAttribute("aria-label", more.dataset.row.replace("#", number));
        row.querySelector(".no").textContent = number;
        for (const fault of all(".fault", row)) fault.remove();
        for (const field of all("input, select", row)) {
          field.removeAttribute("aria-invalid");
          field.removeAttribute("aria-describedby");
          if (field.tagName === "INPUT") field.value = "";
          else field.selectedIndex = 0;
        }
        more.closest("p").before(row);
      }
      all(".place")[rows.length]?.querySelector("select").focus();
      more.hidden = all(".place").length >= most;
    });
  }

  const every = find("[data-all]");
  if (every) {
    every.hidden = false;
    every.addEventListener("click", () => {
      const boxes = all("[name=service]");
      const isOn = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = isOn;
    });
  }

  // Whoever chooses columns wants those columns.
  const own = find("[data-own]");
  if (own) {
    for (const field of all("[name=column]")) field.addEventListener("change", () => { own.checked = true; });
  }

  // A file that is too large is told before it travels, so that nothing typed is lost.
  const file = find("[data-most]");
  if (file) {
    file.addEventListener("change", () => {
      const isLarge = file.files[0]?.size > Number(file.dataset.most);
      file.setCustomValidity(isLarge ? file.dataset.large : "");
      file.reportValidity();
    });
  }
})();

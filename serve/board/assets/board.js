// What a page gains by a script; it does without. The button for light and dark, and filters that answer at once.
"use strict";
(() => {
  const root = document.documentElement, key = "uythac-theme";
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  try { const kept = localStorage.getItem(key); if (kept) root.dataset.theme = kept; } catch { /* a browser that keeps nothing */ }
  const button = document.getElementById("theme");
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem(key, root.dataset.theme); } catch { /* then for this page only */ }
  });
  for (const select of document.querySelectorAll(".filters select")) select.addEventListener("change", () => select.form.requestSubmit());
})();

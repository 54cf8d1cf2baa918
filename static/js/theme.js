// Runs in <head>, before anything is painted: light or dark, key hints, and a page that was covered stays covered.
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function read(store, key) {
    try { return store().getItem(key); } catch (e) { return null; } // storage can be forbidden
  }
  function apply() {
    var wanted = read(function () { return localStorage; }, "u-theme");
    if (wanted !== "light" && wanted !== "dark") { wanted = dark.matches ? "dark" : "light"; }
    root.setAttribute("data-bs-theme", wanted);
  }

  root.classList.add("js");
  if (read(function () { return localStorage; }, "u-keys") === "off") { root.classList.add("keys-off"); }
  if (read(function () { return sessionStorage; }, "u-cover") === "on") { root.classList.add("covered"); }
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("u-theme", apply);
})();

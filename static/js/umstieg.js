// Conveniences. Every page works without them.
(function () {
  "use strict";
  var root = document.documentElement;

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function store(kind, key, value) {
    try {
      if (value === undefined) { return window[kind].getItem(key); }
      if (value === null) { window[kind].removeItem(key); } else { window[kind].setItem(key, value); }
    } catch (e) { /* storage can be forbidden; then the choice lasts for this page only */ }
    return null;
  }

  // Appearance and key switch in the user menu -----------------------------------
  function showChoices() {
    var theme = store("localStorage", "u-theme") || "auto";
    all("[data-theme-choice]").forEach(function (b) {
      b.setAttribute("aria-pressed", String(b.getAttribute("data-theme-choice") === theme));
    });
    all("[data-keys-choice]").forEach(function (b) {
      b.setAttribute("aria-pressed", String((b.getAttribute("data-keys-choice") === "off") === root.classList.contains("keys-off")));
    });
  }

  // Sichtschutz: cover the page, take the title away, let nothing be reached below --
  var title = document.title;
  function cover(on) {
    var screen = document.getElementById("cover");
    if (!screen) { return; }
    root.classList.toggle("covered", on);
    screen.hidden = !on;
    all("body > *").forEach(function (el) { if (el !== screen && el.tagName !== "SCRIPT") { el.inert = on; } });
    document.title = on ? screen.getAttribute("data-title") : title;
    store("sessionStorage", "u-cover", on ? "on" : null);
    if (on) { screen.querySelector("button").focus(); }
  }

  document.addEventListener("click", function (e) {
    var hit = e.target.closest("[data-theme-choice], [data-keys-choice], [data-cover], [data-uncover], [data-back], [data-print]");
    all("details.menu[open]").forEach(function (menu) { if (!menu.contains(e.target)) { menu.open = false; } });
    if (!hit) { return; }
    if (hit.hasAttribute("data-theme-choice")) {
      var theme = hit.getAttribute("data-theme-choice");
      store("localStorage", "u-theme", theme === "auto" ? null : theme);
      window.dispatchEvent(new Event("u-theme"));
      showChoices();
    } else if (hit.hasAttribute("data-keys-choice")) {
      var off = hit.getAttribute("data-keys-choice") === "off";
      store("localStorage", "u-keys", off ? "off" : null);
      root.classList.toggle("keys-off", off);
      showChoices();
    } else if (hit.hasAttribute("data-cover")) { cover(true);
    } else if (hit.hasAttribute("data-uncover")) { cover(false);
    } else if (hit.hasAttribute("data-print")) { window.print();
    } else if (hit.hasAttribute("data-back") && window.history.length > 1) { e.preventDefault(); window.history.back(); }
  });

  // Emergency exit: Esc three times within a second, or the entry in the menu. Nothing can be seen at once, however
  // slow the server is; what is unsent is kept (js/typed.js), then the form signs out and leads to a neutral page. ----
  var PATIENCE = 5000, left = false, escapes = [];
  function leave(form) {
    if (left) { return; }
    left = true;
    root.classList.add("left");
    var screen = document.getElementById("cover"), icon = document.querySelector("link[rel=icon]");
    document.title = screen ? screen.getAttribute("data-left") : "";
    if (icon) { icon.href = "data:,"; }
    store("sessionStorage", "u-cover", null);
    var kept = [], enough = new Promise(function (done) { setTimeout(done, PATIENCE); });
    document.dispatchEvent(new CustomEvent("u-keep", { detail: kept }));
    Promise.race([Promise.all(kept), enough]).then(function () { form.submit(); }); // no handler holds it up
  }
  document.addEventListener("submit", function (e) {
    if (e.target.hasAttribute("data-leave")) { e.preventDefault(); e.stopImmediatePropagation(); leave(e.target); }
  }, true);
  window.addEventListener("keydown", function (e) {
    if (e.key !== "Escape") { escapes = []; return; }
    if (e.repeat) { return; } // held down is pressed once
    escapes = escapes.concat(Date.now()).slice(-3);
    var form = document.querySelector("form[data-leave]");
    if (form && escapes.length === 3 && escapes[2] - escapes[0] <= 1000) { leave(form); }
  }, true);
  window.addEventListener("pageshow", function (e) { if (e.persisted && left) { window.location.reload(); } });

  // Keys: n, /, Esc, Ctrl+Enter ------------------------------------------------------
  function typing(el) { return el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)); }

  document.addEventListener("keydown", function (e) {
    if (e.defaultPrevented || root.classList.contains("covered")) { return; }
    if (e.key === "Escape") {
      var open = document.activeElement.closest("details.menu[open]") || document.querySelector("details.menu[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      return;
    }
    if (root.classList.contains("keys-off")) { return; }
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !e.altKey) {
      var form = document.activeElement.closest("form");
      if (form && form.getAttribute("role") !== "search") {
        e.preventDefault();
        form.requestSubmit(form.querySelector("button.btn-primary:not([type=button]), input.btn-primary[type=submit]") || undefined);
      }
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || typing(document.activeElement)) { return; }
    if (e.key === "n") {
      var link = document.querySelector("a[data-key-n]");
      if (link) { e.preventDefault(); link.click(); }
    } else if (e.key === "/") {
      var field = document.querySelector("[data-key-search]");
      if (field) { e.preventDefault(); field.focus(); field.select(); }
    }
  });

  // A form is sent once ------------------------------------------------------------------
  function buttons(form) { return all("button:not([type=button]), input[type=submit]").filter(function (b) { return b.form === form; }); }
  function lock(form, on) {
    buttons(form).forEach(function (b) {
      if (on && !b.disabled) { b.disabled = true; b.setAttribute("data-locked", ""); }
      if (!on && b.hasAttribute("data-locked")) { b.disabled = false; b.removeAttribute("data-locked"); }
    });
  }
  document.addEventListener("submit", function (e) {
    var form = e.target;
    form.removeAttribute("data-dirty");
    if (e.defaultPrevented || form.hasAttribute("data-no-lock")) { return; }
    setTimeout(function () { lock(form, true); }, 0); // after the browser has read which button was pressed
    setTimeout(function () { lock(form, false); }, 8000); // a download leaves the page standing
  });
  window.addEventListener("pageshow", function () { all("form").forEach(function (f) { lock(f, false); }); });

  // Unsaved changes (form[data-guard]; js/typed.js takes the mark away when they are kept) ------------------------------------------------------
  document.addEventListener("input", function (e) {
    var form = e.target.form || e.target.closest("form");
    if (form && form.hasAttribute("data-guard")) { form.setAttribute("data-dirty", ""); }
    if (e.target.tagName === "TEXTAREA") { grow(e.target); }
  });
  window.addEventListener("beforeunload", function (e) {
    if (!left && document.querySelector("form[data-guard][data-dirty]")) { e.preventDefault(); }
  });

  // A choice that narrows a list takes effect at once -----------------------------------------
  document.addEventListener("change", function (e) {
    if (e.target.hasAttribute("data-submit-on-change")) { e.target.form.requestSubmit(); }
  });

  // A file that is too large is told at once, and not sent for nothing --------------------------
  function fits(field) {
    var largest = Number(field.getAttribute("data-largest"));
    var good = Array.prototype.every.call(field.files, function (file) { return file.size <= largest; });
    field.setCustomValidity(good ? "" : field.getAttribute("data-too-large"));
    if (!good) { field.reportValidity(); }
    return good;
  }
  document.addEventListener("change", function (e) { if (e.target.matches("input[type=file][data-largest]")) { fits(e.target); } });
  document.addEventListener("submit", function (e) {
    var leaves = e.submitter && e.submitter.hasAttribute("formaction");
    if (leaves || all("input[type=file][data-largest]", e.target).every(fits)) { return; }
    e.preventDefault();
    e.stopImmediatePropagation();
  }, true);

  // Text areas grow with their text (the browser does it where it knows field-sizing) -------
  var grows = window.CSS && CSS.supports("field-sizing", "content");
  function grow(area) {
    if (grows || !area.classList.contains("form-control")) { return; }
    area.style.height = "auto";
    area.style.height = area.scrollHeight + 2 + "px";
  }

  // htmx: lock while under way, put focus where the answer wants it, say when it failed -------
  function settle(within) {
    all("textarea.form-control", within).forEach(grow);
    var summary = within.querySelector("[data-form-errors]");
    if (summary) { summary.focus(); return; }
    var first = within !== document && within.querySelector("[data-focus]");
    if (first) { first.focus(); }
  }
  function say(text) {
    var region = document.getElementById("live");
    if (region && text) { region.textContent = ""; setTimeout(function () { region.textContent = text; }, 50); }
  }
  document.addEventListener("htmx:beforeRequest", function (e) { if (e.target.tagName === "FORM") { lock(e.target, true); } });
  document.addEventListener("htmx:afterRequest", function (e) { if (e.target.tagName === "FORM") { lock(e.target, false); } });
  document.addEventListener("htmx:afterSettle", function (e) { if (e.target.querySelector) { settle(e.target); } });
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function () {
      var region = document.getElementById("live");
      say(region && region.getAttribute("data-failed"));
    });
  });

  // The passkey dialog was closed or refused: allauth tells us by an event
  document.addEventListener("allauth.error", function (e) {
    var region = document.getElementById("passkey-failed");
    if (region) { e.preventDefault(); region.hidden = false; region.focus(); }
  });

  showChoices();
  settle(document);
  if (root.classList.contains("covered")) { cover(true); }
})();

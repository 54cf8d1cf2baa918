// Nothing typed is lost: form[data-typed] is kept on the server while somebody types in it (umstieg/core/typed.py).
// At the latest 1.5 s after a keystroke or after 120 characters; one request at a time; nothing in the browser's storage.
// [data-dirty] (set by umstieg.js, which warns before the page is left) means: here is something that is kept nowhere
// yet. A script that adds or takes away fields fires "input" at the form.
(function () {
  "use strict";
  var WAIT = 1500, MANY = 120, PATIENCE = 8000, FRESH = 25 * 60 * 1000, SLOWEST = 20000;
  var KEEPALIVE = 30000; // a browser takes 64 kB for all requests that outlive their page
  var states = new WeakMap();

  function of(form) {
    if (!states.has(form)) {
      states.set(form, { edits: 0, chars: 0, timer: 0, busy: null, tries: 0, said: "", why: "", heard: Date.now(), held: null, passes: false, gone: false });
    }
    return states.get(form);
  }
  function forms() { return Array.prototype.slice.call(document.querySelectorAll("form[data-typed]")); }
  function hidden(form, name) { return form.querySelector("input[name=" + name + "]"); }
  function unkept(form) { return form.hasAttribute("data-dirty"); }

  // --- saying how it stands: seen always, read aloud only when it changes ----------------------------
  function say(form, what) {
    var state = of(form), place = form.querySelector("[data-savestate]"), words = form.querySelector('template[data-say="' + what + '"]');
    if (!place || !words) { return; }
    var shown = words.content.cloneNode(true), time = shown.querySelector("time");
    if (time) {
      var now = new Date();
      time.dateTime = now.toISOString();
      time.textContent = ("0" + now.getHours()).slice(-2) + ":" + ("0" + now.getMinutes()).slice(-2);
    }
    place.replaceChildren(shown);
    place.classList.toggle("waiting", words.hasAttribute("data-warns"));
    if (state.said !== what) {
      state.said = what;
      var aloud = form.querySelector("[data-saidaloud]");
      if (aloud) { aloud.textContent = place.textContent.trim(); }
    }
  }

  // --- keeping --------------------------------------------------------------------------------------
  function body(form) {
    var sent = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      var field = form.elements[name];
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && !(field && field.type === "password")) { sent.append(name, value); }
    });
    sent.append("typed_form", form.getAttribute("data-typed"));
    sent.append("typed_about", form.getAttribute("data-typed-about"));
    return sent.toString();
  }

  function later(form, ms) {
    var state = of(form);
    if (!state.timer) { state.timer = setTimeout(function () { state.timer = 0; keep(form); }, ms); }
  }

  // Resolves to "kept", or to why not: "offline", "ended", "other", "large".
  function keep(form, leaving) {
    var state = of(form);
    clearTimeout(state.timer);
    state.timer = 0;
    if (state.busy && !leaving) { return state.busy.then(function () { return unkept(form) ? keep(form) : "kept"; }); }
    if (!form.isConnected && !leaving) { return Promise.resolve("kept"); }
    var first = state.why === "ended" || state.why === "other" ? renew(form) : Promise.resolve("");
    var done = first.then(function (why) { return why || send(form, leaving); }).catch(function () { return "offline"; }).then(function (why) {
      if (state.busy === done) { state.busy = null; }
      settle(form, why);
      return why;
    });
    state.busy = done;
    return done;
  }

  function send(form, leaving, again) {
    var state = of(form), edits = state.edits, text = body(form), watch = new AbortController();
    state.chars = 0;
    var patience = setTimeout(function () { watch.abort(); }, PATIENCE);
    return fetch(form.getAttribute("data-typed-at"), {
      method: "POST", body: text, redirect: "manual", credentials: "same-origin", cache: "no-store", signal: watch.signal,
      keepalive: Boolean(leaving) && text.length < KEEPALIVE,
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": hidden(form, "csrfmiddlewaretoken").value }
    }).then(function (answer) {
      clearTimeout(patience);
      if (answer.status === 204) {
        if (state.edits === edits) { form.removeAttribute("data-dirty"); }
        return "kept";
      }
      if (answer.type === "opaqueredirect") { return "ended"; }
      if (answer.status === 413) { return renew(form).then(function (why) { return why || "large"; }); } // strangers may send less
      if (answer.status === 403 && !again) { return renew(form).then(function (why) { return why || send(form, leaving, true); }); }
      if (answer.status === 404 && !again) { newKey(form); return send(form, leaving, true); }
      if (answer.status !== 200) { return "offline"; }
      return answer.json().then(function (told) {
        if (told.why === "other person") { return "other"; }
        if (again) { return "offline"; }
        newKey(form);
        return send(form, leaving, true).then(function (why) { return why === "kept" ? told.why : why; });
      });
    }).catch(function () { clearTimeout(patience); return "offline"; });
  }

  function settle(form, why) {
    var state = of(form), good = why === "kept" || why === "finished" || why === "elsewhere";
    if (good) {
      var discard = form.querySelector("[data-discard]");
      if (discard) { discard.hidden = false; }
      state.heard = Date.now();
      state.tries = 0;
      // What has just been told stays to be read; a text that is kept again says so.
      if (why !== "kept" || !/^(finished|elsewhere)$/.test(state.said)) { say(form, why === "kept" && state.why === "ended" ? "back" : why); }
      state.why = "";
      if (unkept(form) && state.chars >= MANY) { keep(form); } else if (unkept(form)) { later(form, WAIT); }
      return;
    }
    state.why = why;
    say(form, why);
    if (why !== "large" && why !== "other") { // until it works again; "other" waits for the page to be looked at again
      state.tries += 1;
      later(form, Math.min(SLOWEST, 1000 * Math.pow(2, state.tries)));
    }
  }

  // A sign-in in another tab gives the browser a new form token. Resolves to why not, or to nothing.
  function renew(form) {
    return fetch(form.getAttribute("data-typed-token"), { redirect: "manual", credentials: "same-origin", cache: "no-store" }).then(function (answer) {
      if (answer.type === "opaqueredirect") { return "ended"; }
      if (!answer.ok) { return "offline"; }
      return answer.json().then(function (told) {
        if (told.owner !== hidden(form, "typed_owner").value) { return "other"; }
        document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) { field.value = told.token; });
        if (document.body.hasAttribute("hx-headers")) { document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": told.token })); }
        return "";
      });
    });
  }

  // The key is used up, or goes on elsewhere: this page becomes a text of its own. (randomUUID needs https.)
  function newKey(form) {
    var key = hidden(form, "typed_key"), hex = Array.prototype.map.call(crypto.getRandomValues(new Uint8Array(16)), function (byte, at) {
      if (at === 6) { byte = (byte & 15) | 64; }
      if (at === 8) { byte = (byte & 63) | 128; }
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
    var fresh = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    form.setAttribute("data-typed-at", form.getAttribute("data-typed-at").replace(key.value, fresh));
    key.value = fresh;
  }

  // --- typing ---------------------------------------------------------------------------------------
  function edited(e) {
    var form = e.target.closest && e.target.closest("form[data-typed]");
    if (!form) { return; }
    var state = of(form);
    state.edits += 1;
    state.chars += e.inputType && e.inputType.indexOf("insertFrom") === 0 ? MANY : (e.data || " ").length;
    state.gone = false;
    if (state.why && state.why !== "large") { return; } // it is tried again already
    if (state.chars >= MANY && !state.busy) { keep(form); } else { later(form, WAIT); }
  }
  document.addEventListener("input", edited);

  // --- sending: never into the void ------------------------------------------------------------------
  document.addEventListener("submit", function (e) {
    var form = e.target;
    if (!form.hasAttribute("data-typed")) { return; }
    var state = of(form);
    if (e.submitter && e.submitter.hasAttribute("formaction")) { // discarded: not kept again while leaving
      var discards = e.submitter;
      state.gone = true;
      form.removeAttribute("data-dirty");
      clearTimeout(state.timer);
      state.timer = 0;
      if (state.busy) { // what is under way must not arrive after it
        e.preventDefault();
        e.stopImmediatePropagation();
        state.busy.then(function () { state.busy = null; form.requestSubmit(discards); });
      }
      return;
    }
    if (state.passes || !(unkept(form) || state.why || state.held || Date.now() - state.heard > FRESH)) {
      state.passes = false;
      state.gone = true;
      clearTimeout(state.timer);
      state.timer = 0;
      return;
    }
    e.preventDefault();
    e.stopImmediatePropagation();
    if (state.held) { return; } // pressed twice
    var button = e.submitter;
    state.held = true;
    keep(form).then(function (why) {
      state.held = null;
      if (why === "offline" || why === "ended" || why === "other") {
        state.said = ""; // said again, she has just asked
        say(form, why === "offline" ? "held" : why);
        return;
      }
      state.passes = true;
      form.requestSubmit(button && button.isConnected && !button.disabled ? button : undefined);
    });
  }, true);

  // --- leaving, coming back ---------------------------------------------------------------------------
  function flush() {
    forms().forEach(function (form) { if (unkept(form) && !of(form).gone) { keep(form, true); } });
  }
  function retry() {
    forms().forEach(function (form) { if (of(form).why) { of(form).tries = 0; keep(form); } });
  }
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") { flush(); } else { retry(); } });
  window.addEventListener("pagehide", flush);
  document.addEventListener("u-keep", function (e) { // somebody leaves, and waits until it is kept
    forms().forEach(function (form) { if (unkept(form) && !of(form).gone) { e.detail.push(keep(form)); } });
  });
  window.addEventListener("online", retry);
  window.addEventListener("focus", retry);
  window.addEventListener("offline", function () {
    forms().forEach(function (form) { if (unkept(form)) { of(form).why = "offline"; say(form, "offline"); later(form, WAIT); } });
  });
  window.addEventListener("pageshow", function () {
    forms().forEach(function (form) { var state = of(form); state.gone = state.passes = false; state.held = null; });
  });

  // A form that came back refused: what it says is kept nowhere yet.
  // What somebody typed while this script was still on its way. (After "back" the browser fills in what was there.)
  function early() {
    var arrival = performance.getEntriesByType("navigation")[0];
    if (!arrival || arrival.type !== "navigate") { return; }
    var written = Array.prototype.filter.call(document.querySelectorAll("form[data-typed] textarea, form[data-typed] input[type=text]"), function (field) {
      return field.value !== field.defaultValue;
    });
    document.addEventListener("DOMContentLoaded", function () { // when the other scripts listen too
      written.forEach(function (field) { field.dispatchEvent(new Event("input", { bubbles: true })); });
    });
  }
  function look() { forms().forEach(function (form) { if (unkept(form)) { keep(form); } }); }
  document.addEventListener("htmx:afterSettle", look);
  document.addEventListener("htmx:beforeCleanupElement", function (e) {
    var form = e.target.matches && e.target.matches("form[data-typed]") ? e.target : null;
    if (form && unkept(form) && !of(form).gone) { keep(form, true); }
  });
  early();
  look();
})();

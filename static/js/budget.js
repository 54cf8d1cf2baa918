// A household budget: lines come and go without asking the server, and what is left over is told while somebody types.
// Without scripts the same buttons ask for the form anew (cases/forms/budget.py).
(function () {
  "use strict";
  var form = document.querySelector("form[data-budget]");
  if (!form) { return; }
  var MOST = 60, english = document.documentElement.lang.slice(0, 2) === "en";
  var money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "EUR" });

  function all(selector, within) { return Array.prototype.slice.call((within || form).querySelectorAll(selector)); }
  function changed() {
    form.setAttribute("data-dirty", "");
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // As umstieg/core/money.py reads it, in cents; null where nothing is typed or it is no amount.
  function cents(text) {
    var mark = english ? "." : ",", thousands = english ? "," : ".";
    var plain = text.replace(/€|\beuro?\b|[\s\u00a0\u202f'’]/gi, "").replace(/,-{1,2}$/, "");
    if (plain.indexOf(mark) >= 0) { plain = plain.split(thousands).join("").replace(mark, ".");
    } else if (new RegExp("^\\d{1,3}(\\" + thousands + "\\d{3})+$").test(plain)) { plain = plain.split(thousands).join("");
    } else { plain = plain.replace(thousands, "."); }
    return /^(\d+(\.\d{0,2})?|\.\d{1,2})$/.test(plain) ? Math.round(Number(plain) * 100) : null;
  }

  function field(line, name) { return line.querySelector('input[name$="-' + name + '"]'); }

  function tell() {
    var left = { now: 0, job: 0 }, typed = { now: false, job: false };
    all("[data-line]").forEach(function (line) {
      var sign = line.closest("[data-side]").getAttribute("data-side") === "IN" ? 1 : -1;
      var now = cents(field(line, "now").value), job = cents(field(line, "job").value);
      typed.now = typed.now || now !== null;
      typed.job = typed.job || job !== null;
      left.now += sign * (now || 0);
      left.job += sign * (job === null ? now || 0 : job);
    });
    all("[data-left]").forEach(function (place) {
      var which = place.getAttribute("data-left");
      place.textContent = typed[which] ? money.format(left[which] / 100).replace("-", "\u2212") : "–";
    });
  }

  function renumber(side) {
    all("[data-line]", side).forEach(function (line, at) {
      line.setAttribute("aria-label", side.querySelector("legend").textContent.trim() + ", " + (at + 1));
    });
  }

  function add(side) {
    var lines = all("[data-line]"), from = document.querySelector("template[data-new-line]").content.firstElementChild;
    if (lines.length >= MOST) { return; }
    var number = 1 + Math.max.apply(null, [-1].concat(lines.map(function (line) { return Number(line.getAttribute("data-line")); })));
    var line = from.cloneNode(true);
    [line].concat(all("*", line)).forEach(function (el) {
      ["name", "id", "for", "value", "data-line", "list"].forEach(function (key) {
        var value = el.getAttribute(key);
        if (value) { el.setAttribute(key, value.replace("{n}", number).replace("{side}", side.getAttribute("data-side")).replace("{list}", side.getAttribute("data-side").toLowerCase())); }
      });
    });
    side.querySelector("[name=more]").before(line);
    renumber(side);
    field(line, "label").focus();
    changed();
  }

  function remove(line) {
    var side = line.closest("[data-side]"), next = line.nextElementSibling;
    line.remove();
    renumber(side);
    (next.querySelector("input[type=text]") || next).focus();
    changed();
  }

  form.addEventListener("click", function (e) {
    var button = e.target.closest("button[name=more], button[name=gone]");
    if (!button) { return; }
    e.preventDefault();
    if (button.name === "more") { add(button.closest("[data-side]")); } else { remove(button.closest("[data-line]")); }
    tell();
  });
  form.addEventListener("input", tell);
  tell();
})();

// The file of a case: forms that open in place above the timeline. Without this they open as pages of their own.
(function () {
  "use strict";
  var opener = null;

  function place() { return document.getElementById("inplace"); }
  function mark(link) {
    Array.prototype.forEach.call(document.querySelectorAll("[data-inplace]"), function (one) {
      one.setAttribute("aria-expanded", String(one === link));
    });
  }

  function close() {
    var here = place();
    if (!here || !here.firstElementChild) { return false; }
    var form = here.querySelector("form[data-guard][data-dirty]");
    if (form && !form.hasAttribute("data-typed")) { return false; } // what is kept nowhere stays
    here.replaceChildren();
    mark(null);
    if (opener && opener.isConnected) { opener.focus(); }
    opener = null;
    return true;
  }

  document.addEventListener("click", function (e) {
    var link = e.target.closest("[data-inplace], [data-inplace-close]");
    if (!link) { return; }
    if (link.hasAttribute("data-inplace")) { opener = link; return; }
    if (place() && place().contains(link) && close()) { e.preventDefault(); }
  });
  document.addEventListener("keydown", function (e) {
    if (e.key === "Escape" && !e.defaultPrevented && place() && place().contains(document.activeElement) && close()) { e.preventDefault(); }
  });
  function showTab() { // a phone is narrower than the rooms
    var here = document.querySelector("#tabs [aria-current]");
    if (here) { here.parentNode.scrollLeft = here.offsetLeft - (here.parentNode.clientWidth - here.offsetWidth) / 2; }
    return here;
  }
  showTab();

  document.addEventListener("htmx:afterSettle", function (e) {
    if (e.target.id === "inplace") {
      mark(opener);
      var first = e.target.querySelector("textarea, select, input:not([type=hidden])");
      if (first && !e.target.querySelector("[data-form-errors]")) { first.focus({ preventScroll: true }); }
      e.target.scrollIntoView({ block: "nearest" });
    } else if (e.target.id === "room") {
      var here = showTab();
      if (here) { here.focus({ preventScroll: true }); }
    }
  });
})();

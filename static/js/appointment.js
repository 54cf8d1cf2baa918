// The form of an appointment: a new hint is not left half hidden below the save bar, unless the field in use would go.
(function () {
  "use strict";
  var said = "";
  document.addEventListener("htmx:afterSettle", function (e) {
    var hints = e.target, bar = document.querySelector(".savebar");
    if (!hints.classList || !hints.classList.contains("hints-live") || !bar || hints.textContent === said) { return; }
    var isFirst = said === "";
    said = hints.textContent;
    var field = document.activeElement, room = field && field !== document.body ? field.getBoundingClientRect().top - 96 : 0;
    var hidden = hints.getBoundingClientRect().bottom - bar.getBoundingClientRect().top;
    if (!isFirst && hidden > 0 && hidden < room) { hints.scrollIntoView({ block: "nearest" }); }
  });
})();

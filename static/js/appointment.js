// The form of an appointment: a new hint is not left half hidden below the save bar, unless the field in use would go.
// A series that is none after all leaves nothing behind.
(function () {
  "use strict";
  var said = "", every = document.getElementById("id_every");
  if (every) { // what is hidden with the series must not speak for one
    every.addEventListener("change", function () {
      if (!every.value) { ["id_times", "id_until"].forEach(function (id) { document.getElementById(id).value = ""; }); }
    });
  }
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

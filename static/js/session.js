// "Beratung erfassen": several clients, usual lengths and languages as chips, all topics, proposals. The fields of the
// form are the truth; what stands here only fills them in. Without scripts the page logs a talk with one client.
(function () {
  "use strict";
  var form = document.querySelector("form[data-session]");
  if (!form) { return; }
  var who = document.getElementById("who"), list = document.getElementById("who-list"), people = form.querySelector("[data-people]");
  var side = form.querySelector("[data-side]"), told = form.querySelector("[data-count]"), rows = form.querySelector("[data-rows]");
  var MOST = 12;

  function all(selector, within) { return Array.prototype.slice.call((within || form).querySelectorAll(selector)); }
  function changed() {
    form.setAttribute("data-dirty", "");
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function typing(el) { return el && (/^(TEXTAREA|SELECT)$/.test(el.tagName) || (el.tagName === "INPUT" && !/^(radio|checkbox)$/.test(el.type))); }
  var plain = window.umstiegCombo.plain;

  // --- with whom -----------------------------------------------------------------------------------
  function part(number) { return rows.querySelector('[data-row="' + number + '"]'); }
  function choice(number) { return form.querySelector('[data-row-case="' + number + '"]'); }
  function select(number) { return choice(number).querySelector("select"); }
  function numbers() { // of the rows that are there, not taken away
    return all("[data-row]", rows).filter(function (row) { return !row.hidden; }).map(function (row) { return row.getAttribute("data-row"); });
  }
  function chosen() { return numbers().filter(function (n) { return select(n).value; }); }
  var offered = window.umstiegCombo.offered(select(all("[data-row]", rows)[0].getAttribute("data-row")));
  function known(id) { return offered.find(function (one) { return one.id === id; }); }
  function isChosen(id) { return chosen().some(function (n) { return select(n).value === id; }); }

  // A further row is a copy of the first with names of its own, emptied.
  function addRow() {
    var taken = all("[data-row]", rows).map(function (row) { return Number(row.getAttribute("data-row")); });
    var number = Math.max.apply(null, taken) + 1, from = taken[0], old = from ? "r" + from + "-" : "";
    [choice(from), part(from)].forEach(function (source) {
      var copy = source.cloneNode(true);
      [copy].concat(all("*", copy)).forEach(function (el) {
        if (el.name && el.name.indexOf(old) === 0) { el.name = "r" + number + "-" + el.name.slice(old.length); }
        ["id", "for"].forEach(function (key) {
          var value = el.getAttribute(key);
          if (value) { el.setAttribute(key, value.replace("id_" + old, "id_r" + number + "-")); }
        });
        el.removeAttribute("aria-describedby");
        el.removeAttribute("aria-invalid");
        el.classList.remove("is-invalid", "is-open");
      });
      all(".invalid-feedback", copy).forEach(function (el) { el.remove(); });
      copy.setAttribute(source === choice(from) ? "data-row-case" : "data-row", number);
      copy.hidden = false;
      all("input, select, textarea", copy).forEach(function (el) {
        el.disabled = false;
        if (el.type === "radio") { el.checked = el.value === "week"; } else { el.value = ""; }
      });
      var last = all(source === choice(from) ? "[data-row-case]" : "[data-row]").pop();
      last.after(copy);
    });
    return String(number);
  }

  function pick(id) {
    if (!known(id)) { return; }
    if (isChosen(id)) { told.textContent = told.getAttribute("data-taken"); return; }
    if (chosen().length >= MOST) { return; }
    var gone = all("[data-row]", rows).find(function (row) { return row.hidden && select(row.getAttribute("data-row")).value === id; });
    var free = numbers().find(function (n) { return !select(n).value; });
    if (gone) { show(gone.getAttribute("data-row"), true); } else {
      var number = free || addRow();
      select(number).value = id;
    }
    card(id);
    draw();
    changed();
  }

  function show(number, on) {
    [choice(number), part(number)].forEach(function (el) {
      el.hidden = !on;
      all("input, select, textarea", el).forEach(function (field) { field.disabled = !on; });
    });
  }

  // The only one's row stays with its note and waits for another name; any other goes with what stands in it, and can be taken back.
  function remove(number) {
    if (numbers().length === 1) { select(number).value = ""; } else { show(number, false); }
    draw(number);
    changed();
    who.focus();
  }

  function person(number) {
    var one = known(select(number).value), shown = form.querySelector("template[data-person]").content.firstElementChild.cloneNode(true);
    shown.querySelector("[data-name]").textContent = one.name;
    shown.querySelector("[data-number]").textContent = one.number;
    var button = shown.querySelector("[data-remove]");
    button.setAttribute("data-remove", number);
    button.setAttribute("aria-label", button.getAttribute("aria-label").replace("{name}", one.name));
    return shown;
  }

  function takenAway(number) {
    var one = known(select(number).value), shown = form.querySelector("template[data-removed]").content.firstElementChild.cloneNode(true);
    var words = shown.querySelector("span");
    words.textContent = words.textContent.replace("{name}", one ? one.name : "");
    shown.querySelector("[data-undo]").setAttribute("data-undo", number);
    return shown;
  }

  var lately = ""; // who was taken away last; what arrives meanwhile draws anew and must not lose the way back
  function draw(gone) {
    lately = gone || lately;
    var here = chosen(), hint = form.querySelector("[data-shared-hint]"), shared = form.querySelector("[data-shared]");
    people.replaceChildren.apply(people, here.map(person).concat(lately && part(lately).hidden ? [takenAway(lately)] : []));
    people.hidden = !people.children.length;
    numbers().forEach(function (n) {
      var one = known(select(n).value);
      all("[data-for-name]", part(n)).forEach(function (el) { el.hidden = !one; });
      all("[data-name]", part(n)).forEach(function (el) { el.textContent = one ? one.name : ""; });
    });
    all("[data-pick]").forEach(function (button) { button.hidden = isChosen(button.getAttribute("data-pick")); });
    all("[data-card]", side).forEach(function (el) {
      el.hidden = !isChosen(el.getAttribute("data-card"));
      all("input", el).forEach(function (field) { field.disabled = el.hidden; });
    });
    who.placeholder = who.getAttribute(here.length ? "data-further" : "data-first");
    told.textContent = here.length > 1 ? told.getAttribute("data-several").replace("{n}", here.length) : "";
    shared.classList.toggle("is-open", here.length > 1 || Boolean(shared.querySelector("textarea").value));
    hint.textContent = hint.getAttribute("data-hint").replace("{n}", Math.max(here.length, 1));
    languages();
    modeWith();
  }

  // The mode stands as the last time with the first one, until somebody has chosen.
  var modeChosen = !form.hasAttribute("data-mode-free");
  form.addEventListener("change", function (e) { modeChosen = modeChosen || e.target.name === "mode"; });
  function modeWith() {
    var first = chosen()[0], id = !modeChosen && first && select(first).value;
    var shown = id && side.querySelector('[data-card="' + id + '"][data-mode]');
    var field = shown && form.querySelector('[name=mode][value="' + shown.getAttribute("data-mode") + '"]');
    if (!field) { return; }
    field.checked = true;
    var legend = field.closest("fieldset").querySelector("legend"), hint = legend.querySelector(".opt");
    if (!hint) {
      hint = document.createElement("span");
      hint.className = "opt";
      legend.append(" ", hint);
    }
    hint.textContent = form.getAttribute("data-mode-free").replace("{name}", known(id).name);
  }

  function card(id) {
    if (side.querySelector('[data-card="' + id + '"]') || !window.htmx) { return; }
    var address = form.getAttribute("data-side-url").replace("00000000-0000-0000-0000-000000000000", id);
    window.htmx.ajax("GET", address, { target: side, swap: "beforeend" }).then(function () {
      var shown = side.querySelector('[data-card="' + id + '"]');
      if (!shown) { return; }
      (shown.getAttribute("data-topics") || "").split(" ").filter(Boolean).forEach(toFront);
      draw();
    });
  }

  // --- the list of one's own clients -----------------------------------------------------------------
  window.umstiegCombo.combo(who, list, {
    words: function () { return who.value.trim(); },
    offer: function () { return offered.filter(function (one) { return !isChosen(one.id); }); },
    take: function (id) {
      who.value = "";
      form.querySelector("[data-none-ways]").hidden = true;
      pick(id);
    },
    told: function (hits, words) {
      told.textContent = hits || !words ? "" : told.getAttribute("data-none");
      form.querySelector("[data-none-ways]").hidden = Boolean(hits || !words);
    },
    erase: function () { if (chosen().length) { remove(chosen().pop()); } }
  });

  form.addEventListener("click", function (e) {
    var hit = e.target.closest("[data-pick], [data-remove], [data-undo], [data-propose]");
    if (!hit) { return; }
    if (hit.hasAttribute("data-pick")) { pick(hit.getAttribute("data-pick")); who.focus();
    } else if (hit.hasAttribute("data-remove")) { remove(hit.getAttribute("data-remove"));
    } else if (hit.hasAttribute("data-undo")) {
      show(hit.getAttribute("data-undo"), true);
      draw();
      changed();
      who.focus();
    } else { propose(hit); }
  });

  // --- chips that fill in a field of the form ----------------------------------------------------------
  function fill(field, value) { field.value = value; changed(); }
  form.addEventListener("change", function (e) {
    var field = e.target;
    if (field.name === "mediation_language") { languages(); }
  });
  document.addEventListener("change", function (e) { // they belong to no form, so that they are not sent
    var field = e.target, minutes = document.getElementById("id_minutes"), language = document.getElementById("id_mediation_language");
    if (field.name === "usual_minutes") {
      if (field.value !== "other") { fill(minutes, field.value); } else { fill(minutes, ""); minutes.focus(); }
    } else if (field.name === "usual_mediation") {
      fill(language, field.value === "other" ? "" : field.value);
      if (!field.value) { ["id_mediator", "id_mediation_minutes"].forEach(function (id) { document.getElementById(id).value = ""; }); }
      if (field.value === "other") { language.focus(); }
    }
  });
  document.getElementById("id_minutes").addEventListener("input", function (e) {
    all('[name="usual_minutes"]').forEach(function (chip) { if (chip.value !== "other") { chip.checked = false; } });
    var other = form.querySelector('[name="usual_minutes"][value="other"]');
    other.checked = Boolean(e.target.value) || document.activeElement === e.target;
  });

  // Languages of the chosen clients, and the one that is set.
  function languages() {
    var place = form.querySelector("[data-mediation]"), field = document.getElementById("id_mediation_language");
    var focused = document.activeElement && document.activeElement.name === "usual_mediation" ? document.activeElement.value : null;
    var other = place.querySelector(".is-other"), wasOther = other.querySelector("input").checked, offer = {};
    all("[data-card]:not([hidden]) template[data-languages]", side).forEach(function (box) {
      all("[data-key]", box.content).forEach(function (one) { offer[one.getAttribute("data-key")] = one.textContent; });
    });
    all("[data-language]", place).forEach(function (chip) { chip.remove(); });
    Object.keys(offer).forEach(function (key) {
      var chip = other.cloneNode(true), input = chip.querySelector("input");
      chip.classList.remove("is-other");
      chip.setAttribute("data-language", key);
      input.value = key;
      input.checked = false;
      chip.lastChild.textContent = offer[key];
      other.before(chip);
    });
    var input = place.querySelector('input[value="' + (field.value in offer ? field.value : field.value || wasOther ? "other" : "") + '"]');
    input.checked = true;
    if (focused !== null) { (place.querySelector('input[value="' + focused + '"]') || input).focus(); }
  }

  // --- topics ------------------------------------------------------------------------------------------
  var topics = form.querySelector("[data-all-topics]"), front = form.querySelector("[data-front]"), filter = form.querySelector("[data-filter]");
  function toFront(key) {
    var field = topics.querySelector('input[value="' + key + '"]');
    if (field) { front.append(field.closest(".chip")); narrow(); }
  }
  function narrow() {
    var words = plain(filter.value.trim()), first = null;
    all(".chip", topics).forEach(function (chip) {
      chip.hidden = plain(chip.textContent).indexOf(words) < 0;
      chip.classList.remove("is-first");
      if (!chip.hidden && words && !first) { first = chip; }
    });
    all(".chip-row", topics).forEach(function (row) { row.hidden = !row.querySelector(".chip:not([hidden])"); });
    if (first) { first.classList.add("is-first"); }
    return first;
  }
  filter.addEventListener("input", narrow);
  filter.addEventListener("keydown", function (e) {
    if (e.key === "Enter" && !e.ctrlKey && !e.metaKey) {
      e.preventDefault();
      var first = narrow();
      if (first) {
        first.querySelector("input").checked = true;
        filter.value = "";
        front.append(first);
        narrow();
        changed();
      }
    } else if (e.key === "Escape") {
      topics.open = false;
      topics.querySelector("summary").focus();
    }
  });
  topics.addEventListener("toggle", function () { // what was chosen inside stays in view
    if (!topics.open) { all("input:checked", topics).forEach(function (field) { toFront(field.value); }); }
  });

  // --- next step, keys -------------------------------------------------------------------------------
  function propose(button) {
    var row = button.closest("[data-row]"), step = row.querySelector("input[type=text]"), on = row.querySelector("input[type=date]");
    step.value = button.getAttribute("data-propose");
    row.querySelector('input[value="' + button.getAttribute("data-when") + '"]').checked = true;
    if (button.hasAttribute("data-on")) { on.value = button.getAttribute("data-on"); }
    changed();
    step.focus();
  }
  document.addEventListener("keydown", function (e) {
    var off = document.documentElement.classList.contains("keys-off") || document.documentElement.classList.contains("covered");
    if (e.key !== "t" || off || e.ctrlKey || e.metaKey || e.altKey || typing(document.activeElement)) { return; }
    e.preventDefault();
    topics.open = true;
    filter.focus();
  });
  // The summary of mistakes leads to the field one sees.
  form.addEventListener("click", function (e) {
    var link = e.target.closest("[data-form-errors] a"), field = link && document.getElementById(link.hash.slice(1));
    if (field && field.closest("[data-row-case]")) { e.preventDefault(); who.focus(); }
    if (field && field.closest("details")) { field.closest("details").open = true; }
  });

  draw();
  chosen().forEach(function (n) { card(select(n).value); });
  if (!form.querySelector("[data-form-errors]") && document.activeElement === document.body) {
    (chosen().length ? form.querySelector("[name=mode]:checked") || form.querySelector("[name=mode]") : who).focus({ preventScroll: true });
  }
})();

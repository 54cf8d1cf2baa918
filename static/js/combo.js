// Choosing a client by typing: a field with a list under it, for arrows, Enter and the finger. What is typed only filters
// what the page holds already; it has no name, is never sent and stands in no address. Without scripts it is a select.
(function () {
  "use strict";

  function plain(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }

  // The options of a select, as "pseudonym · number".
  function offered(select) {
    return Array.prototype.slice.call(select.options).filter(function (o) { return o.value; }).map(function (o) {
      var at = o.textContent.lastIndexOf(" · "), ends = at < 0 ? o.textContent.length : at;
      return { id: o.value, name: o.textContent.slice(0, ends), number: at < 0 ? "" : o.textContent.slice(at + 3), plain: plain(o.textContent) };
    });
  }

  // how: words() typed, offer() what may be chosen, take(id), told(hits, words), erase() for Backspace in an empty field.
  function combo(field, list, how) {
    var at = -1;
    function found() {
      var words = plain(how.words());
      return how.offer().filter(function (one) { return one.plain.indexOf(words) >= 0; })
        .sort(function (a, b) { return (a.plain.indexOf(words) > 0) - (b.plain.indexOf(words) > 0); });
    }
    function open() {
      var hits = found(), words = how.words();
      list.replaceChildren.apply(list, hits.map(function (one, i) {
        var option = document.createElement("li"), number = document.createElement("small");
        option.id = list.id + "-" + i;
        option.setAttribute("role", "option");
        option.setAttribute("data-id", one.id);
        option.textContent = one.name + " ";
        number.className = "num";
        number.textContent = one.number;
        option.append(number);
        return option;
      }));
      list.hidden = !hits.length;
      field.setAttribute("aria-expanded", String(hits.length > 0));
      how.told(hits.length, words);
      mark(words && hits.length ? 0 : -1);
    }
    function close() {
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      mark(-1);
    }
    function mark(to) {
      at = to;
      Array.prototype.forEach.call(list.children, function (option, i) { option.setAttribute("aria-selected", String(i === at)); });
      if (at >= 0) {
        field.setAttribute("aria-activedescendant", list.children[at].id);
        list.children[at].scrollIntoView({ block: "nearest" });
      } else { field.removeAttribute("aria-activedescendant"); }
    }
    function take(option) {
      var id = option.getAttribute("data-id");
      close();
      how.take(id);
    }
    field.addEventListener("input", open);
    field.addEventListener("click", open);
    field.addEventListener("blur", function () {
      setTimeout(function () { if (document.activeElement !== field) { close(); if (how.left) { how.left(); } } }, 150);
    });
    field.addEventListener("keydown", function (e) {
      var count = list.hidden ? 0 : list.children.length;
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        e.preventDefault();
        if (!count) { open(); } else { mark((at + (e.key === "ArrowDown" ? 1 : count - (at < 0 ? 0 : 1))) % count); }
      } else if (e.key === "Enter" && !e.ctrlKey && !e.metaKey) {
        e.preventDefault();
        if (at >= 0) { take(list.children[at]); }
      } else if (e.key === "Escape" && count) { e.stopPropagation(); close();
      } else if (e.key === "Backspace" && !field.value && how.erase) { how.erase(); }
    });
    list.addEventListener("pointerdown", function (e) { e.preventDefault(); }); // the field keeps the focus
    list.addEventListener("click", function (e) {
      var option = e.target.closest("[role=option]");
      if (option) { take(option); }
    });
  }

  // Over a select[data-combo]: it stays the truth and is what is sent; the field shows who is chosen in it. Where several
  // may be chosen they stand as chips before the field, each taken out again by a press.
  function over(select) {
    var box = document.createElement("div"), field = document.createElement("input"), list = document.createElement("ul"), told = document.createElement("p");
    var id = select.id, typed = false;
    var label = document.querySelector('label[for="' + id + '"]');
    select.id = id + "-chosen";
    select.hidden = true;
    box.className = "combo";
    field.id = id; // the label and the summary of mistakes lead here
    field.className = "form-control" + (select.classList.contains("is-invalid") ? " is-invalid" : "");
    field.type = "text";
    field.autocomplete = "off";
    field.spellcheck = false;
    field.placeholder = select.getAttribute("data-placeholder");
    field.setAttribute("form", "none");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", id + "-list");
    ["aria-invalid", "autofocus"].forEach(function (name) {
      if (select.hasAttribute(name)) { field.setAttribute(name, select.getAttribute(name)); }
    });
    told.id = id + "-told";
    told.className = "help";
    told.setAttribute("role", "status");
    field.setAttribute("aria-describedby", [select.getAttribute("aria-describedby"), told.id].filter(Boolean).join(" "));
    list.id = id + "-list";
    list.className = "combo-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", select.getAttribute("data-combo"));
    if (!label) { field.setAttribute("aria-label", select.getAttribute("data-combo")); }
    box.append(field, list);
    select.after(box, told);
    var chips = select.multiple ? document.createElement("div") : null;
    if (chips) {
      chips.className = "chips combo-chips";
      box.before(chips);
    }

    function show() {
      var one = select.selectedOptions[0];
      field.value = !chips && one && one.value ? one.textContent.trim() : "";
      typed = false;
      told.textContent = "";
      if (chips) { chips.replaceChildren.apply(chips, Array.prototype.map.call(select.selectedOptions, chip)); }
    }
    function chip(option) {
      var button = document.createElement("button"), sign = document.createElement("span");
      button.type = "button";
      button.className = "chip on";
      button.textContent = option.textContent.trim() + " ";
      sign.setAttribute("aria-hidden", "true");
      sign.textContent = "×";
      button.append(sign);
      button.setAttribute("aria-label", select.getAttribute("data-out") + " " + option.textContent.trim());
      button.addEventListener("click", function () {
        option.selected = false;
        show();
        tell();
        field.focus();
      });
      return button;
    }
    function tell() { ["input", "change"].forEach(function (name) { select.dispatchEvent(new Event(name, { bubbles: true })); }); }
    function choose(value) {
      var isOther = chips ? Boolean(value) : select.value !== value;
      if (chips) {
        Array.prototype.forEach.call(select.options, function (option) { if (option.value === value) { option.selected = true; } });
      } else { select.value = value; }
      show();
      if (isOther) { tell(); }
    }
    field.addEventListener("input", function (e) {
      e.stopPropagation(); // a few letters of a name are no draft
      typed = true;
      if (!field.value.trim()) { choose(""); typed = true; }
    });
    field.addEventListener("change", function (e) { e.stopPropagation(); }); // the select tells when it is another
    field.addEventListener("focus", function () { field.select(); });
    combo(field, list, {
      words: function () { return typed ? field.value.trim() : ""; },
      offer: function () { return offered(select).filter(function (one) { return !chips || !taken(one.id); }); },
      take: choose,
      told: function (hits, words) { told.textContent = hits || !words ? "" : select.getAttribute("data-none"); },
      left: show // half a name chooses nobody
    });
    function taken(value) { return Array.prototype.some.call(select.selectedOptions, function (option) { return option.value === value; }); }
    select.form.addEventListener("reset", function () { setTimeout(show, 0); });
    show();
  }

  window.umstiegCombo = { plain: plain, offered: offered, combo: combo };
  Array.prototype.forEach.call(document.querySelectorAll("select[data-combo]"), over);
})();

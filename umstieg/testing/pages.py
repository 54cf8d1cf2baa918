"""Reading forms out of a page as a browser does: which fields, what they hold, what stands at them as an error."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

TEXT_KINDS = {"text", "search", "email", "tel", "url", "password", "textarea"}
NUMBER_KINDS = {"number", "date", "time", "datetime-local"}
CHOICE_KINDS = {"select", "radio", "checkbox"}


@dataclass
class Control:
    """One named field of a form, its radio buttons or checkboxes taken together."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)  # what a browser would send now
    options: list[str] = field(default_factory=list)
    is_multiple: bool = False
    is_required: bool = False

    @property
    def takes_typing(self) -> bool:
        return self.kind in TEXT_KINDS | NUMBER_KINDS


@dataclass
class PageForm:
    """One form of a page, ready to be sent."""

    action: str
    method: str
    controls: dict[str, Control] = field(default_factory=dict)

    def data(self, **changes) -> dict[str, list[str]]:
        """What a browser would send, with some fields changed (None leaves a field out)."""
        sent = {name: list(control.values) for name, control in self.controls.items() if control.values}
        sent |= {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
        return {name: values for name, values in sent.items() if values != [None]}

    def typed(self) -> dict[str, str]:
        """What stands in the fields one can type into."""
        return {name: one.values[0] if one.values else "" for name, one in self.controls.items() if one.takes_typing}


@dataclass
class Page:
    """The forms of a page and the texts of its elements that have an id."""

    forms: list[PageForm]
    texts: dict[str, str]

    def form(self, action: str) -> PageForm | None:
        """The form that posts to an address."""
        return next((one for one in self.forms if one.action == action and one.method == "post"), None)

    def error_at(self, name: str) -> str:
        """The message that stands at a field."""
        return self.texts.get(f"id_{name}_error", "")

    @property
    def error_above(self) -> str:
        """The message above the form, which belongs to no one field or names them all."""
        return self.texts.get(ABOVE, "")

    @property
    def errors(self) -> dict[str, str]:
        """{field: message} for every field with one."""
        return {key[3:-6]: text for key, text in self.texts.items() if key.startswith("id_") and key.endswith("_error")}


def read_page(content: bytes | str, url: str) -> Page:
    """The forms and texts of an HTML page that was answered at `url`."""
    reader = _Reader(url.partition("?")[0])
    reader.feed(content.decode() if isinstance(content, bytes) else content)
    reader.close()
    return Page(reader.forms, {key: " ".join("".join(parts).split()) for key, parts in reader.texts.items()})


ABOVE = "errors above the form"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Reader(HTMLParser):
    def __init__(self, url):
        super().__init__(convert_charrefs=True)
        self.url, self.forms, self.texts = url, [], {}
        self._form = self._select = self._area = None
        self._open = []  # (tag, id) of the elements we are in

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in VOID:
            marked = ABOVE if "data-form-errors" in attrs else attrs.get("id")
            self._open.append((tag, marked))
            if marked:
                self.texts.setdefault(marked, [])
        if tag == "form":
            action = urljoin(self.url, attrs.get("action") or "") or self.url
            self._form = PageForm(action, attrs.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and attrs.get("name"):
            self._input(attrs)
        elif tag == "select" and attrs.get("name"):
            self._select = self._control(attrs, "select")
            self._select.is_multiple = "multiple" in attrs
        elif tag == "option" and self._select is not None:
            self._select.options.append(attrs.get("value", ""))
            if "selected" in attrs:
                self._select.values.append(attrs.get("value", ""))
        elif tag == "textarea" and attrs.get("name"):
            self._area = self._control(attrs, "textarea")
            self._area.values = [""]

    def handle_endtag(self, tag):
        if any(opened == tag for opened, _ in self._open):
            while self._open.pop()[0] != tag:
                pass
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select is not None:
            if not self._select.values and self._select.options and not self._select.is_multiple:
                self._select.values = self._select.options[:1]
            self._select = None
        elif tag == "textarea" and self._area is not None:
            self._area.values = [self._area.values[0].removeprefix("\r").removeprefix("\n")]
            self._area = None

    def handle_data(self, data):
        if self._area is not None:
            self._area.values[0] += data
        for _, element_id in self._open:
            if element_id:
                self.texts[element_id].append(data)

    def _input(self, attrs):
        kind = attrs.get("type", "text").lower()
        if kind in ("submit", "button", "reset", "image"):
            return
        control = self._control(attrs, kind)
        value = attrs.get("value", "on" if kind in ("checkbox", "radio") else "")
        if kind in ("checkbox", "radio"):
            control.options.append(value)
            control.is_multiple = kind == "checkbox"
            if "checked" in attrs:
                control.values.append(value)
        else:
            control.values = [value]

    def _control(self, attrs, kind):
        control = self._form.controls.setdefault(attrs["name"], Control(attrs["name"], kind))
        control.is_required |= "required" in attrs
        return control

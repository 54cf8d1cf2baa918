"""Forms for tables of partners and vCards: taking out, uploading, saying which column is what, deciding."""

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from network.enums import ContactKind
from network.exchange import vcards
from network.exchange.columns import HELD_BY, JOINED, columns, held_by_label
from umstieg.codelists.fields import CodeChoice
from umstieg.core.forms import DomainForm, helper_for
from umstieg.core.sheets import Kind
from umstieg.core.sheets.limits import BYTES

KINDS = [("XLSX", _("Excel (XLSX)")), ("ODS", _("LibreOffice (ODS)")), ("CSV", _("plain text (CSV)"))]
LIVING, ALL = "living", "all"
SKIP, FILL = "skip", "fill"


class ExportForm(DomainForm):
    """What goes out, and as what kind of file."""

    kind = forms.ChoiceField(label=_("Kind of file"), choices=KINDS, initial="XLSX", widget=forms.RadioSelect)
    which = forms.ChoiceField(
        label=_("Which partners"),
        choices=[(LIVING, _("those that are there")), (ALL, _("also those that are no longer there"))],
        initial=LIVING,
        widget=forms.RadioSelect,
    )
    people = forms.BooleanField(
        label=_("With contact persons"),
        required=False,
        initial=True,
        help_text=_("Their names, numbers and addresses leave the encrypted store with the file."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for(Div("kind", css_class="field"), Div("which", css_class="field"), "people")

    @property
    def sheet_kind(self) -> Kind:
        return Kind[self.cleaned_data["kind"]]


class UploadField(forms.FileField):
    """A file that is looked at and not kept as a file; it stays in memory (`umstieg.core.files.uploads`)."""

    widget = forms.FileInput
    default_error_messages = {"empty": _("This file is empty."), "invalid": _("Please choose a file.")}

    def __init__(self, *, largest, accept, **kwargs):
        self.largest, self.accept = largest, accept
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        told = {
            "accept": self.accept,
            "data-largest": str(self.largest),
            "data-too-large": lazy(self._too_large, str)(),
        }
        return {**super().widget_attrs(widget), **told}

    def _too_large(self):
        return _("This file is too large. At most %(most)s MB can be read.") % {"most": self.largest // 1024**2}

    def to_python(self, data):
        """(name, content), or None."""
        upload = super().to_python(data)
        if upload is None:
            return None
        if upload.size > self.largest:
            raise ValidationError(self._too_large(), code="too_large")
        upload.seek(0)
        return upload.name, upload.read()


class TableForm(DomainForm):
    """A table of partners."""

    table = UploadField(
        label=_("Table"),
        largest=BYTES,
        accept=".xlsx,.ods,.csv",
        help_text=_("XLSX, ODS or CSV, up to 10 MB. The first row holds the headings; every row is one partner."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for("table")


class CardsForm(DomainForm):
    """A file with vCards."""

    file = UploadField(
        label=_("File with vCards"),
        largest=vcards.BYTES,
        accept=".vcf,.vcard",
        help_text=_("One or several cards (.vcf), up to 1 MB and 200 cards. Pictures are left out."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for("file")


class ColumnsForm(DomainForm):
    """For every column of the table what it holds, and the kind of partners whose row says none."""

    def __init__(self, *args, header, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = [f"c{place}" for place, _heading in enumerate(header)]
        choices = offered()
        for place, (name, heading) in enumerate(zip(self.names, header, strict=True), 1):
            label = heading or _("Column %(number)s") % {"number": place}
            select = forms.Select(attrs={"class": "form-select"})
            self.add_field(name, forms.ChoiceField(label=label, choices=choices, required=False, widget=select))
            self.fields[name].label = label
        kind = CodeChoice("partner_type", required=False, empty_label=_("none"), known_only=True)
        kind.widget.attrs["class"] = "form-select"
        kind.label, kind.help_text = _("Kind of partners whose row says none"), _("Only if the table does not say it.")
        self.add_field("kind", kind)

    def clean(self):
        facts = super().clean()
        chosen = [facts.get(name, "") for name in self.names]
        for place, (name, key) in enumerate(zip(self.names, chosen, strict=True)):
            if key and key in chosen[:place] and key.rpartition(".")[2] not in JOINED:
                self.add_error(name, _("Another column is this already."))
        if "name" not in chosen:
            self.add_error(None, _("Which column holds the name? Without it no partner can be added."))
        if "kind" not in chosen and not facts.get("kind"):
            self.add_error(None, _("Which column holds the kind? Or choose one kind for all rows below."))
        return facts

    @property
    def chosen(self) -> dict:
        """As `network.jobs` takes it."""
        facts = self.cleaned_data
        return {"columns": [facts[name] for name in self.names], "kind": facts["kind"]}


def offered():
    """All columns of ours, in groups; a table may have up to five places and five people a partner."""
    groups = {"organisation": (_("Partner"), []), "site": (_("Places"), []), "person": (_("Contact persons"), [])}
    for column in columns():
        groups[column.part][1].append((column.key, column.label))
    return [("", _("– is not read –")), *groups.values(), (HELD_BY, held_by_label())]


class DecideForm(DomainForm):
    """What becomes of rows that mean a partner we have."""

    known = forms.ChoiceField(
        label=_("Partners that are there already"),
        choices=[(SKIP, _("leave as they are")), (FILL, _("fill in what is empty there; nothing is overwritten"))],
        initial=SKIP,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for(Div("known", css_class="field"))


class ChooseCardsForm(DomainForm):
    """Which cards become people, and of what kind."""

    kind = forms.ChoiceField(label=_("What they are"), widget=forms.RadioSelect)
    cards = forms.MultipleChoiceField(
        label=_("Cards"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Please choose a card.")}
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        # A volunteer is accompanied by one of us; that is asked for one by one.
        self.fields["kind"].choices = [one for one in ContactKind.choices if one[0] != ContactKind.VOLUNTEER]
        self.fields["kind"].initial = ContactKind.OFFICIAL
        fit = [row for row in rows if not row.hindrance]
        self.fields["cards"].choices = [(str(row.number), row.facts["name"]) for row in fit]
        self.fields["cards"].initial = [str(row.number) for row in fit if not row.is_there]

    @property
    def ticked(self) -> set[str]:
        """The cards that are chosen on the page."""
        return set(map(str, self["cards"].value() or ()))

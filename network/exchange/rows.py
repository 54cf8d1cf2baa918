"""A row of a table as what would become of it: a partner, its places, its people; checked as the models ask."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from network.models import ContactPerson, Organisation, PartnerSite

from .columns import HELD_BY, JOINED, columns_by_key
from .values import Reader, written_value

POSTCODE = re.compile(r"(?:D-)?\d{4,5}")
is_address = EmailValidator()


@dataclass
class Record:
    """What one row says. `errors` are (heading, reason) pairs; with any of them nothing comes of the row."""

    number: int
    organisation: dict = field(default_factory=dict)
    sites: list[dict] = field(default_factory=list)
    people: list[dict] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.organisation.get("name", "")

    @property
    def kind(self) -> str:
        return self.organisation.get("kind", "")


class RowReader:
    """Reads the rows of one table. `chosen` holds for every column of it the key of ours, or ""."""

    def __init__(self, header, chosen, *, default_kind=""):
        self.reader, self.default_kind = Reader(), default_kind
        self.headings, self.places = {}, {}
        known = columns_by_key()
        for place, (heading, key) in enumerate(zip(header, chosen, strict=True)):
            if key in known and key != HELD_BY:
                self.places.setdefault(key, []).append(place)
                self.headings.setdefault(key, heading or known[key].label)
        self.columns = [known[key] for key in self.places]

    def read(self, number, cells) -> Record:
        """One row; every cell that cannot be read, and every rule that is broken, with its column."""
        record, parts = Record(number), {}
        for column in self.columns:
            text = self._text(column, [cells[place] for place in self.places[column.key] if cells[place]])
            if not text:
                continue
            facts = parts.setdefault((column.part, column.number), {})
            try:
                facts[column.field] = self.reader.read(column.model_field, text)
            except ValidationError as error:
                record.errors.append((self.headings[column.key], error.messages[0]))
                facts.setdefault("broken", set()).add(column.field)
        self._check_offer(record, parts.pop(("organisation", 1), {}))
        for (part, place), facts in sorted(parts.items()):
            self._check_part(record, part, place, facts)
        return record

    @staticmethod
    def _text(column, texts):
        if column.field == "address" and len(texts) > 1:
            # "Am Kai 1", "20457", "Hamburg" stand in three columns and are two lines.
            lines = []
            for text in texts:
                if lines and POSTCODE.fullmatch(lines[-1]):
                    lines[-1] += f" {text}"
                else:
                    lines.append(text)
            texts = lines
        return JOINED.get(column.field, "\n").join(texts)

    def _check_offer(self, record, facts):
        broken = facts.pop("broken", set())
        if self.default_kind and "kind" not in facts and "kind" not in broken:
            facts["kind"] = self.default_kind
        for name in ("name", "kind"):
            if name not in facts and name not in broken:
                record.errors.append((self._heading("organisation", 1, name), _("This is missing.")))
                broken.add(name)
        facts = self._checked(record, Organisation, "organisation", 1, facts, broken)
        record.organisation = facts

    def _check_part(self, record, part, place, facts):
        broken = facts.pop("broken", set())
        if part == "person":
            if "name" not in facts and "name" not in broken:
                record.errors.append((self._heading(part, place, "name"), _("This is missing.")))
                broken.add("name")
            if "email" in facts:
                try:
                    is_address(facts["email"])
                except ValidationError:
                    record.errors.append((self._heading(part, place, "email"), _("Please write an e-mail address.")))
                    broken.add("email")
            record.people.append(self._checked(record, ContactPerson, part, place, facts, broken))
        elif facts.keys() != {"accessibility"} or facts["accessibility"] != "UNKNOWN":
            record.sites.append(self._checked(record, PartnerSite, part, place, facts, broken))

    def _checked(self, record, model, part, place, facts, broken):
        """The facts, once the model has looked at those that could be read; only these were typed by somebody."""
        untouched = {one.name for one in model._meta.fields} - (facts.keys() - broken)
        try:
            model(**facts).clean_fields(exclude=untouched)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                record.errors.append((self._heading(part, place, name), messages[0]))
        return facts

    def _heading(self, part, place, name):
        key = name if part == "organisation" else f"{part}{place if place > 1 else ''}.{name}"
        return self.headings.get(key) or columns_by_key()[key].label


def said_of(record) -> list[tuple[str, str]]:
    """(label, value) pairs of a row as it would become, for a preview."""
    from_cells = [("organisation", 1, record.organisation)]
    from_cells += [("site", number, facts) for number, facts in enumerate(record.sites, 1)]
    from_cells += [("person", number, facts) for number, facts in enumerate(record.people, 1)]
    known = columns_by_key()
    found = []
    for part, number, facts in from_cells:
        for name, value in facts.items():
            key = name if part == "organisation" else f"{part}{number if number > 1 else ''}.{name}"
            found.append((known[key].label, written_value(known[key].model_field, value)))
    return found

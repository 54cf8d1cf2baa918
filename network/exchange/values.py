"""The value that the text of a cell stands for: words of lists in German and English, hours, days, yes and no."""

import datetime
import difflib
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from network.enums import Cost, Experience, Known, Stage
from network.hours import read_hours, written
from network.models.fields import HoursField, WebField
from umstieg.centre.enums import Accessibility
from umstieg.codelists.fields import CodeField, CodesField
from umstieg.codelists.queries import Labels, all_lists

from .columns import plain

YES = "ja,j,yes,y,x,true,wahr,1,richtig,vorhanden"
NO = "nein,n,no,false,falsch,0,kein,keine,nicht"
UNKNOWN = "unbekannt,nicht bekannt,unklar,unknown,not known,nicht angegeben,keine angabe,k.a.,ka,n/a,?"
WORDS = {
    Known: {Known.YES: YES + ",möglich,nötig", Known.NO: NO + ",nicht möglich,nicht nötig", Known.UNKNOWN: UNKNOWN},
    Cost: {
        Cost.FREE: "kostenlos,kostenfrei,gratis,umsonst,gebührenfrei,frei,0,0 €,keine,nein,free,none",
        Cost.PARTLY: "teilweise,teilweise kostenlos,zum teil,nach einkommen,einkommensabhängig,partly,by income",
        Cost.PAID: "kostenpflichtig,gebührenpflichtig,bezahlt,ja,paid",
        Cost.UNKNOWN: UNKNOWN,
    },
    Experience: {
        Experience.NONE: "keine,nein,none,no,0",
        Experience.SOME: "etwas,wenig,einige,some,a little",
        Experience.MUCH: "viel,ja,much,a lot,yes",
        Experience.UNKNOWN: UNKNOWN,
    },
    Accessibility: {
        Accessibility.FULL: YES + ",barrierefrei,rollstuhlgerecht,voll,accessible,full",
        Accessibility.PARTLY: "teilweise,zum teil,eingeschränkt,partly",
        Accessibility.NONE: NO + ",nicht barrierefrei,not accessible",
        Accessibility.UNKNOWN: UNKNOWN,
    },
    Stage: {},
}
CHOICES = {
    "cost": Cost,
    "is_anonymous": Known,
    "insurance_needed": Known,
    "experience": Experience,
    "stage": Stage,
    "accessibility": Accessibility,
}
SEPARATORS = (r"[;\n|]", r"[;\n|,]", r"[;\n|,/]")
LONGEST_QUOTE = 60


class Reader:
    """Reads cells; made once for a table, so that lists are folded once."""

    def __init__(self):
        self._lists, self._answers = {}, {}

    def read(self, field, text: str):
        """The value of a field of a model; ValidationError where the text is none. Never called with ""."""
        if isinstance(field, CodesField):
            return self._codes(field.codelist, text)
        if isinstance(field, CodeField):
            return self._of_list(field.codelist, text)
        if field.name in CHOICES:
            return self._of_words(CHOICES[field.name], text)
        if isinstance(field, HoursField):
            return read_hours(text)
        if isinstance(field, models.BooleanField):
            return self._of_words(Known, text) == Known.YES
        if isinstance(field, models.DateField):
            return day_of(text)
        if isinstance(field, WebField):
            return text if re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE) else f"https://{text}"
        is_of_lines = isinstance(field, models.TextField)
        return text if is_of_lines else " ".join(text.split("\n"))

    # --- code lists ------------------------------------------------------------------------------

    def _of_list(self, codelist, text):
        key = self._key(codelist, text)
        if key is None:
            raise unknown_word(text, [label for label, _key in self._folded(codelist)[0].items()])
        return key

    def _codes(self, codelist, text):
        """As few cuts as needed: "Sucht, Abhängigkeit" may be one word of the list."""
        found = []
        for part in _parts(text, SEPARATORS[0]):
            found += self._cut(codelist, part, SEPARATORS[1:])
        return list(dict.fromkeys(found))

    def _cut(self, codelist, text, separators):
        key = self._key(codelist, text)
        if key is not None:
            return [key]
        parts = _parts(text, separators[0]) if separators else [text]
        if not separators or parts == [text]:
            if separators[1:]:
                return self._cut(codelist, text, separators[1:])
            raise unknown_word(text, list(self._folded(codelist)[0]))
        return [key for part in parts for key in self._cut(codelist, part, separators[1:])]

    def _key(self, codelist, text):
        exact, folded = self._folded(codelist)
        if text in exact:
            return exact[text]
        return next((folded[one] for one in plain(text) if one in folded), None)

    def _folded(self, codelist):
        """({label as it is written: key}, {folded label or key: key}); what is valid today comes first."""
        if codelist not in self._lists:
            lists, today = all_lists(), datetime.date.today().isoformat()
            codes = sorted(lists.codes.get(codelist, ()), key=lambda code: bool(code[3] and str(code[3]) < today))
            exact, folded = {}, {}
            for language in ("de", "en"):
                for key, *_dates in codes:
                    for text, *_period in lists.labels.get(language, {}).get((codelist, key), ()):
                        exact.setdefault(text, key)
                        for one in plain(text):
                            folded.setdefault(one, key)
            for key, *_dates in codes:
                exact.setdefault(key, key)
                for one in plain(key):
                    folded.setdefault(one, key)
            self._lists[codelist] = exact, folded
        return self._lists[codelist]

    # --- words of ours ---------------------------------------------------------------------------

    def _of_words(self, enum, text):
        if enum not in self._answers:
            self._answers[enum] = known = {}
            for language in ("de", "en"):
                with override(language):
                    for one in enum:
                        known |= dict.fromkeys(_said(str(one.label)), one.value)
            for value, words in WORDS[enum].items():
                for word in words.split(","):
                    for said in _said(word):
                        known.setdefault(said, value.value)
            for one in enum:
                known.setdefault(one.value.lower(), one.value)
        known = self._answers[enum]
        for said in _said(text):
            if said in known:
                return known[said]
        raise unknown_word(text, [str(one.label) for one in enum])


def written_value(field, value, labels=None) -> str:
    """A value as the text of a cell, in the language of the moment; `Reader` reads it back."""
    if value in (None, "", []):
        return ""
    if isinstance(field, CodesField | CodeField):
        labels = labels or Labels(field.codelist)
        keys = value if isinstance(value, list) else [value]
        return "; ".join(labels.many(field.codelist, keys))
    if field.name in CHOICES:
        return "" if value == "UNKNOWN" else str(CHOICES[field.name](value).label)
    if isinstance(field, HoursField):
        return written(value)
    if isinstance(field, models.BooleanField):
        return str(Known.YES.label) if value else ""
    if isinstance(field, models.DateField):
        return value.isoformat()
    return str(value)


def _said(text):
    """A word in its spellings; a sign that stands alone ("?", "0 €") stays one."""
    return [one for one in plain(text) if one] or [text.strip().casefold()]


def _parts(text, separator):
    return [part.strip() for part in re.split(separator, text) if part.strip()]


def day_of(text: str) -> datetime.date:
    """ "2026-11-26", "26.11.2026", "26.11.26"."""
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d %H:%M"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise ValidationError(
        _("“%(value)s” is no date. Please write it like this: 26.11.2026"), params={"value": quoted(text)}
    )


def unknown_word(text, words) -> ValidationError:
    """Says which word it is, and which one may have been meant."""
    near = difflib.get_close_matches(text[:LONGEST_QUOTE], words, n=1, cutoff=0.75) if words else []
    if near:
        return ValidationError(
            _("“%(value)s” is not known here. Is “%(near)s” meant?"), params={"value": quoted(text), "near": near[0]}
        )
    return ValidationError(_("“%(value)s” is not known here."), params={"value": quoted(text)})


def quoted(text: str) -> str:
    """As much of a cell as a message repeats."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"

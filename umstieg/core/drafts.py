"""What somebody is typing, kept on the server while she types: encrypted, hers alone, not audited, gone after 14 days.

`umstieg.core.typed` is the form's side of it, static/js/typed.js the browser's.
"""

import datetime
import enum
import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .models import Draft, SubmitKey

DAYS_KEPT = 14
MOST = 200  # drafts of one person; the oldest go
LARGEST = 200_000  # bytes of one draft, as the browser sends it
NEVER_KEPT = re.compile(r"csrf|passw|typed_", re.IGNORECASE)
FIELD_NAME = re.compile(r"[\w.\-\[\]]{1,100}", re.ASCII)
# Fields somebody writes in, where one word is written too; `r2-note` is that of the second row of a form.
WRITTEN = re.compile(r"(?:.*-)?(?:note|text|title|pseudonym|next_step|who|names_used|code_word|contact_rule|label)")
CASE = re.compile(r"(?:r\d+-)?case")  # fields that choose a case
FORM_NAME = re.compile(r"[a-z_]{1,20}\.[a-z_]{1,19}")


class Kept(enum.Enum):
    """What became of a draft that was sent."""

    YES = "yes"
    FINISHED = "finished"  # the form was carried out under this key
    ELSEWHERE = "elsewhere"  # another page, perhaps on another device, has gone on with it
    NOT_HERS = "not hers"


@dataclass(frozen=True)
class Waiting:
    """A draft as lists show it."""

    id: object
    form: str
    about: str
    saved_at: datetime.datetime
    words: int
    cases: tuple[str, ...] = ()  # random ids of the cases chosen in it


def keep_draft(*, owner, key, form, about, facts, page=None, after=None) -> Kept:
    """Keep what a page holds under its key, in place of what was kept before.

    `page` is the random id of the page that writes. A draft that another page has written is taken over only `after`
    the moment at which this page has read it; whoever comes later writes under a key of her own, so nothing is lost.
    """
    draft = _open_to(owner, key)
    if isinstance(draft, Kept):
        return draft
    if draft is None:
        try:
            with transaction.atomic():
                Draft.objects.create(pk=key, owner=owner, form=form, about=about, facts=kept_of(facts), page=page)
        except IntegrityError:  # another request of the same page was faster
            draft = _open_to(owner, key)
        else:
            _drop_oldest(owner)
            return Kept.YES
    if isinstance(draft, Kept) or draft is None:
        return draft or Kept.FINISHED
    if draft.page is not None and draft.page != page and draft.updated_at != after:
        return Kept.ELSEWHERE
    draft.form, draft.about, draft.facts, draft.page = form, about, kept_of(facts), page
    draft.save()
    return Kept.YES


def drop_draft(*, owner, key) -> None:
    """Forget a draft of hers; one that is not there is forgotten already."""
    Draft.objects.filter(pk=key, owner_id=owner.pk).delete()


def drop_drafts_about(pk) -> None:
    """What it was about is destroyed: what was being typed about it goes too."""
    Draft.objects.filter(about=str(pk)).delete()


def drafts(owner):
    """Her drafts that can be gone on with, the newest first. One whose form was carried out meanwhile is none."""
    finished = SubmitKey.objects.filter(pk=OuterRef("pk"), owner=OuterRef("owner"))
    since = timezone.now() - datetime.timedelta(days=DAYS_KEPT)
    return Draft.objects.filter(~Exists(finished), owner_id=owner.pk, updated_at__gte=since).order_by("-updated_at")


def drafts_of(owner, *, most=MOST) -> list[Waiting]:
    """Her newest drafts for a list: one statement. `about` and `cases` may be no longer hers; the caller asks."""
    rows = drafts(owner).values_list("pk", "form", "about", "updated_at", "facts")[:most]
    return [Waiting(pk, form, about, at, words_in(facts), cases_in(facts)) for pk, form, about, at, facts in rows]


def words_in(facts) -> int:
    """How many words were written. Codes, dates and other single words are chosen rather than written."""
    total = 0
    for name, values in facts.items():
        counts = (len(value.split()) for value in values)
        total += sum(count for count in counts if count > 1 or WRITTEN.fullmatch(name))
    return total


def cases_in(facts) -> tuple[str, ...]:
    """The random ids of the cases that were chosen in it, in the order of its rows."""
    chosen = (value for name, values in facts.items() if CASE.fullmatch(name) for value in values if value)
    return tuple(dict.fromkeys(chosen))


def destroy_expired_drafts(now=None) -> int:
    """Drafts nobody has written on for 14 days, those of forms carried out, and submit keys; returns the drafts."""
    before = (now or timezone.now()) - datetime.timedelta(days=DAYS_KEPT)
    of_hers = SubmitKey.objects.filter(pk=OuterRef("pk"), owner=OuterRef("owner"))
    finished = Draft.objects.filter(Exists(of_hers)).delete()[0]
    expired = Draft.objects.filter(updated_at__lt=before).delete()[0]
    SubmitKey.objects.filter(used_at__lt=before).delete()
    return finished + expired


def _open_to(owner, key):
    """The draft under a key, locked; None where there is none yet; or why she may not write under it."""
    user = SubmitKey.objects.filter(pk=key).values_list("owner_id", flat=True).first()
    if user == owner.pk:
        return Kept.FINISHED
    draft = Draft.objects.select_for_update().filter(pk=key).first()
    if draft is None:
        return None if user is None else Kept.NOT_HERS
    return draft if draft.owner_id == owner.pk else Kept.NOT_HERS  # whoever uses up her key takes no draft from her


def kept_of(facts) -> dict[str, list[str]]:
    """What is kept of the fields a browser sent: those with a name of ours, without tokens and secrets."""
    return {
        name: [str(value) for value in values]
        for name, values in facts.items()
        if FIELD_NAME.fullmatch(name) and not NEVER_KEPT.search(name)
    }


def _drop_oldest(owner):
    beyond = list(Draft.objects.filter(owner_id=owner.pk).order_by("-updated_at").values_list("pk", flat=True)[MOST:])
    if beyond:
        Draft.objects.filter(pk__in=beyond).delete()

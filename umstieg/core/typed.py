"""What somebody types into one form, from opening the page until it is carried out: nothing is lost, nothing doubled.

A page makes a key; drafts are kept under it while she types (`umstieg.core.drafts`), and the form is carried out once
under it, however often it is sent (goals G35, G36).

    typed = Typed(request, form="cases.session", about=case.pk)
    form = SessionForm(typed.data, …)
    typed.show_unchecked(form)                       # a restored draft is shown as it was, not as refused
    if typed.is_sent and form.is_valid():
        if target := typed.claim():                  # sent before: to where the first one led
            return redirect(target)
        if session := form.carry_out(…):
            return typed.finish(redirect("cases:detail", pk=case.pk))
        typed.release()
    return render(…, {"form": form, "typed": typed})   # components/typed.html stands inside the form
"""

import hashlib
import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .crypto import keyed_digest
from .drafts import FORM_NAME, cases_in, drafts, drop_draft, keep_draft, kept_of, words_in
from .formats import days_ago, moment
from .models import SubmitKey

# Hidden fields of the form.
KEY = "typed_key"
PAGE = "typed_page"  # random id of the page, so that two devices at one draft notice each other
AFTER = "typed_after"  # when the draft was read that this page goes on with
OWNER = "typed_owner"  # for whom the page was made
OFFERED = 20  # drafts looked through for one that fits
RESTORE = "entwurf"  # parameter of the address: the draft to go on with


class Typed:
    """One form on one page. `about` is the random id of what the form is about, or "" for none.

    The name of a `form` that keeps drafts reads "app.name"; one without a dot is only carried out once.
    """

    def __init__(self, request, *, form: str, about=""):
        self.request, self.user, self.form, self.about = request, request.user, form, str(about)
        self.keeps_drafts = "." in form
        self.is_others = request.method == "POST" and self._was_made_for_somebody_else()
        self.is_sent = request.method == "POST" and not self.is_others
        if self.keeps_drafts and not FORM_NAME.fullmatch(form):
            raise ValueError(f"No draft is kept under the name {form!r}.")
        # Sent before, then asked who she is (umstieg.access.confirming).
        self.returned = getattr(request, "typed_before", None)
        self.draft = None if self.is_sent else self._restored(request.GET.get(RESTORE, ""))
        self.key = (
            uuid_of((self.returned or request.POST).get(KEY, ""))
            if self.is_sent or self.returned
            else self.draft and self.draft.pk
        ) or uuid.uuid4()
        self.page = (uuid_of(request.POST.get(PAGE, "")) if self.is_sent else None) or uuid.uuid4()
        self.names, self.origin = {}, {}
        self.data = request.POST if request.method == "POST" else self.returned or _as_sent(self.draft)

    def show_unchecked(self, form) -> None:
        """A draft that is gone on with: what was typed stands in the fields, nothing is complained about yet."""
        if self.draft is not None or self.is_others or self.returned:
            form._errors = ErrorDict()

    # --- for components/typed.html -------------------------------------------------------------------

    def fits(self, *, names=None, **origin) -> None:
        """What this page was opened for, by field: a draft that names none of it is offered in one line only.

        `names` are {id: pseudonym} of the cases she sees now: a draft is named after those, and after no other.
        """
        self.names = names or {}
        self.origin = {name: str(value) for name, value in origin.items() if value}

    @cached_property
    def waiting(self):
        """The newest draft that she could go on with here and has written in; None while she goes on with one."""
        found = self._offered
        return next((draft for draft in found if self._is_of_here(draft)), None)

    @cached_property
    def elsewhere(self):
        """The newest draft of this form that is about something else, where none is of this; for one line."""
        return self._offered[0] if self._offered and self.waiting is None else None

    @cached_property
    def _offered(self):
        """Those with words before the others: ticks alone are no text to go on with."""
        if self.is_sent or self.returned or self.draft is not None or not self.keeps_drafts:
            return []
        about = {self.about, ""} if self.origin else {self.about}
        found = list(drafts(self.user).filter(form=self.form, about__in=about)[:OFFERED])
        return sorted(found, key=lambda draft: not words_in(draft.facts))

    def _is_of_here(self, draft):
        if not self.origin or (self.about and draft.about == self.about):
            return True
        facts = draft.facts
        return any(
            wanted in (cases_in(facts) if name == "case" else facts.get(name, ()))
            for name, wanted in self.origin.items()
        )

    @property
    def waiting_told(self) -> str:
        return self._told(self.waiting)

    @property
    def elsewhere_told(self) -> str:
        return self._told(self.elsewhere)

    def _told(self, draft) -> str:
        """ "Daria, 481 Wörter, heute, 17:17"."""
        saved, words = timezone.localtime(draft.updated_at), words_in(draft.facts)
        said = [self.names[pk] for pk in cases_in(draft.facts) if pk in self.names]
        said.append(ngettext("%(number)s word", "%(number)s words", words) % {"number": words} if words else "")
        said.append(f"{days_ago(saved.date(), timezone.localdate())} {saved:%H:%M}")
        return ", ".join(filter(None, said))

    @property
    def draft_since(self) -> str:
        return moment(self.draft.updated_at)

    @property
    def waiting_words(self) -> int:
        return words_in(self.waiting.facts)

    @property
    def resume_address(self) -> str:
        """This page, with what was typed; for what was typed about something else, the page of that."""
        draft = self.waiting or self.elsewhere
        if draft.about != self.about or self.waiting is None:
            return reverse("desk:draft", args=[draft.pk])
        asked = {name: value for name, value in self.request.GET.items() if name != RESTORE}
        return f"{self.request.path}?{urlencode(asked | {RESTORE: draft.pk})}"

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """(name, value) of the hidden fields."""
        sent = self.request.POST.get(AFTER, "") if self.is_sent else ""  # refused, it still goes on with the same draft
        after = self.draft.updated_at.isoformat() if self.draft else sent
        return [(KEY, self.key), (PAGE, self.page), (AFTER, after), (OWNER, owner_mark(self.user))]

    def _was_made_for_somebody_else(self) -> bool:
        """Two people at one browser: what one has typed is not saved under the name of the other."""
        if self.request.POST.get(OWNER, owner_mark(self.user)) == owner_mark(self.user):
            return False
        messages.error(self.request, _("This form was opened by somebody else. Please look at it before you save it."))
        return True

    # --- carrying out --------------------------------------------------------------------------------

    def claim(self) -> str | None:
        """Take the key for carrying out the form. None: go ahead. An address: it was done before, and led there.

        A second request with the key waits for the first one's transaction. If it says something else than the first,
        that is kept as a draft of its own; where the form keeps none, it is carried out as a form of its own.
        """
        digest = keyed_digest(
            self.form,
            self.about,
            *(f"{name}={values}" for name, values in sorted(self._facts().items())),
            *self._files(),
        )
        try:
            with transaction.atomic():
                SubmitKey.objects.create(pk=self.key, owner=self.user, digest=digest)
        except IntegrityError:
            first = SubmitKey.objects.filter(pk=self.key, owner_id=self.user.pk).first()
        else:
            return None
        is_other = first is None or first.digest != digest
        if first is None or (is_other and not self.keeps_drafts):  # somebody else's key, or another choice of a few
            self.key = uuid.uuid4()
            return self.claim()
        if is_other:
            keep_draft(owner=self.user, key=uuid.uuid4(), form=self.form, about=self.about, facts=self._facts())
            messages.warning(
                self.request,
                _("This had been saved before. What you changed since is kept among your drafts on the start page."),
            )
            if self.request.FILES:
                messages.warning(self.request, _("A file is kept in no draft. Please choose it once more."))
        return first.target or "/"

    def release(self) -> None:
        """The form was refused after all: it may be sent again."""
        SubmitKey.objects.filter(pk=self.key, owner_id=self.user.pk).delete()

    def finish(self, response):
        """The form is carried out: its draft goes, and sending it again leads to the same place."""
        SubmitKey(pk=self.key, owner=self.user, target=response.url[:200]).save(update_fields=["target"])
        drop_draft(owner=self.user, key=self.key)
        return response

    def _facts(self):
        return kept_of(dict(self.request.POST.lists()))

    def _files(self):
        """Names and digests of the files that were sent: another file is another form. A draft holds none of them."""
        for name, files in sorted(self.request.FILES.lists()):
            for file in files:
                yield f"{name}={file.name}={hashlib.sha256(b''.join(file.chunks())).hexdigest()}"
                file.seek(0)

    def _drafts(self):
        return drafts(self.user).filter(form=self.form, about=self.about)

    def _restored(self, key):
        return self._drafts().filter(pk=uuid_of(key)).first() if uuid_of(key) else None


def owner_mark(user) -> str:
    """Tells a page that somebody else has signed in since; says nothing about who."""
    return salted_hmac("umstieg.core.typed", str(user.pk)).hexdigest()[:32]


def uuid_of(text):
    """The id that `text` names, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _as_sent(draft):
    """The facts of a draft as a browser would send them; None without a draft."""
    if draft is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.facts.items():
        data.setlist(name, values)
    return data

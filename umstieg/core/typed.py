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

import uuid

from django.db import IntegrityError, transaction
from django.forms.utils import ErrorDict
from django.http import QueryDict

from .models import Draft, SubmitKey

KEY = "typed_key"  # hidden field of the form
RESTORE = "entwurf"  # parameter of the address: the draft to go on with


class Typed:
    """One form on one page. `about` is the random id of what the form is about, or "" for none."""

    def __init__(self, request, *, form: str, about=""):
        self.user, self.form, self.about = request.user, form, str(about)
        self.is_sent = request.method == "POST"
        self.draft = None if self.is_sent else self._restored(request.GET.get(RESTORE, ""))
        self.key = (_uuid(request.POST.get(KEY, "")) if self.is_sent else self.draft and self.draft.pk) or uuid.uuid4()
        self.data = request.POST if self.is_sent else _as_sent(self.draft)

    def show_unchecked(self, form) -> None:
        """A draft that is gone on with: what was typed stands in the fields, nothing is complained about yet."""
        if self.draft is not None:
            form._errors = ErrorDict()

    @property
    def waiting(self):
        """The newest draft of this form about the same thing that she could go on with; None while she does so."""
        if self.is_sent or self.draft is not None:
            return None
        return self._drafts().order_by("-updated_at").first()

    def claim(self) -> str | None:
        """Take the key for carrying out the form. None: go ahead. An address: it was done before, and led there.

        A second request with the key waits for the first one's transaction.
        """
        try:
            with transaction.atomic():
                SubmitKey.objects.create(pk=self.key, owner=self.user)
        except IntegrityError:
            first = SubmitKey.objects.filter(pk=self.key, owner_id=self.user.pk).first()
            return (first and first.target) or "/"
        return None

    def release(self) -> None:
        """The form was refused after all: it may be sent again."""
        SubmitKey.objects.filter(pk=self.key, owner_id=self.user.pk).delete()

    def finish(self, response):
        """The form is carried out: its draft goes, and sending it again leads to the same place."""
        SubmitKey(pk=self.key, owner=self.user, target=response.url[:200]).save(update_fields=["target"])
        Draft.objects.filter(pk=self.key, owner_id=self.user.pk).delete()
        return response

    def _drafts(self):
        return Draft.objects.filter(owner_id=self.user.pk, form=self.form, about=self.about)

    def _restored(self, key):
        return self._drafts().filter(pk=_uuid(key)).first() if _uuid(key) else None


def _uuid(text):
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

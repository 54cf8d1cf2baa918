"""Wer braucht diesen Fall noch? A lead looks through who may look at the cases of her team, once a quarter."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.enums import AccessDecision
from cases.forms.access_review import AccessReviewForm
from cases.queries.access_review import (
    accesses_to_review,
    decided_in_quarter,
    quarter_told,
    waiting_cases,
    with_facts,
)
from cases.services.access_review import review_accesses
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.typed import Typed

CASES = 40  # on one page; what is decided makes room for the next


@requires(Permission.ACCESS_REVIEW, Part.FACTS)
@require_http_methods(["GET", "POST"])
def access_reviews(request):
    """Every access that waits in this quarter, with a choice for each; sent in part, the rest stays."""
    found = accesses_to_review(request.user)
    page = Paginator(found, CASES).get_page(request.GET.get("page"))
    typed = Typed(request, form="access_review")
    on_page = {case for case, _rows in page.object_list}
    # What was chosen stays on the page, also when another lead has made the list shorter in the meantime.
    chosen = {case for case, rows in found if typed.data and any(row.access.key in typed.data for row in rows)}
    cases = with_facts([one for one in found if one[0] in on_page | chosen], request.user)
    form = AccessReviewForm(typed.data, cases=cases)
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if noted := form.carry_out(review_accesses, decisions=form.decisions(), by=request.user):
            _say(request, noted, missed=form.gone + len(form.decisions()) - len(noted))
            return typed.finish(redirect("cases:access_reviews"))
        typed.release()
    decided = decided_in_quarter(request.user)
    record(
        "accesses.listed",
        cases={one.number for one in cases} | {one["number"] for one in decided},
        part=Part.FACTS.name,
    )
    for case in cases:
        for row in case.rows:
            row.field = form[row.access.key]
    is_alone = any(row.is_own and row.may_confirm for case in cases for row in case.rows)
    shown = {"is_alone": is_alone, "form": form, "once": typed, "cases": cases, "page": page, "decided": decided}
    return render(
        request,
        "cases/grants/access_reviews.html",
        shown | {"quarter": quarter_told(), "waiting": waiting_cases(request.user)},
    )


def _say(request, noted, *, missed):
    ended = sum(1 for one in noted if one.decision == AccessDecision.ENDED)
    kept = len(noted) - ended
    said = [
        ngettext("%(number)s access confirmed.", "%(number)s accesses confirmed.", kept) % {"number": kept},
        ngettext("%(number)s access ended.", "%(number)s accesses ended.", ended) % {"number": ended},
    ]
    messages.success(request, " ".join(one for one, number in zip(said, (kept, ended), strict=True) if number))
    if missed > 0:
        told = ngettext(
            "%(number)s had been decided by somebody else in the meantime.",
            "%(number)s had been decided by somebody else in the meantime.",
            missed,
        )
        messages.info(request, told % {"number": missed})

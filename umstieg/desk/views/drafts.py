"""Unfinished drafts: what each is, and the way back into its form."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from cases.queries.budget import budget_of_key
from cases.queries.case_list import own_cases
from cases.queries.my_day import case_of_goal, case_of_note, case_of_personal_note, case_of_session
from cases.queries.situation import theme_of_key
from network.queries.review import topic_of_sheet
from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.core.drafts import drafts, drafts_of
from umstieg.core.formats import days_ago
from umstieg.core.typed import RESTORE

# form: (what it is, address while it is about nothing yet, address and its argument once it is about something).
FORMS = {
    "cases.session": (_("Counselling session"), "cases:session_new", ("cases:session_create", "pk")),
    "cases.session_correct": (_("Correction of a session"), None, ("cases:session_correct", "session")),
    "cases.case_create": (_("New case"), "cases:create", None),
    "cases.case_change": (_("Phases and people"), None, ("cases:change", "pk")),
    "cases.client": (_("Person and contact"), None, ("cases:client_change", "pk")),
    "cases.note": (_("Entry in the file"), None, ("cases:note_create", "pk")),
    "cases.note_correct": (_("Correction of an entry in the file"), None, ("cases:note_correct", "note")),
    "cases.personal_note": (_("Personal note"), None, ("cases:personal_note_create", "pk")),
    "cases.own_note_change": (_("Personal note"), None, ("cases:personal_note_change", "personal")),
    "cases.own_note_move": (_("Entry in the file"), None, ("cases:personal_note_move", "personal")),
    "cases.next_step": (_("Next step"), None, ("cases:next_step", "pk")),
    "cases.pause": (_("Pause"), None, ("cases:pause_create", "pk")),
    "cases.outcome": (_("Outcome"), None, ("cases:outcome_create", "pk")),
    "cases.notice_task": (_("Task from a notice"), None, ("cases:notice_task", "notice")),
    "cases.closing": (_("Closing"), None, ("cases:close", "pk")),
    "cases.appointment": (_("Appointment"), "cases:appointment_create", ("cases:appointment_change", "appointment")),
    "cases.task": (_("Task"), "cases:task_create", ("cases:task_change", "task")),
    "cases.wish": (_("Wish or strength"), None, ("cases:wish_create", "pk")),
    "cases.goal": (_("Goal"), None, ("cases:goal_create", "pk")),
    "cases.small_goals": (_("Three small goals"), None, ("cases:small_goals", "pk")),
    "cases.steps": (_("Steps on the way"), None, ("cases:goal_steps", "goal")),
    "cases.goal_change": (_("Change of a goal"), None, ("cases:goal_change", "goal")),
    "network.partner": (pgettext_lazy("one organisation", "Partner"), "network:create", ("network:change", "pk")),
    "network.site": (_("Place of a partner"), None, ("network:site_create", "pk")),
    "network.person": (_("Person of the network"), "network:person_create", None),
    "network.contact": (_("Contact person of a partner"), None, ("network:contact_create", "pk")),
    "network.person_change": (_("Person of the network"), None, ("network:person_change", "person")),
    "network.agreement": (_("Agreement"), None, ("network:agreement_create", "pk")),
    "network.agreement_change": (_("Agreement"), None, ("network:agreement_change", "agreement")),
    "network.activity": (_("Activity"), "network:activity_create", None),
    "network.activity_change": (_("Activity"), None, ("network:activity_change", "activity")),
    "network.task": (_("Task with a partner"), None, ("network:task_create", "pk")),
    "network.task_change": (_("Task with a partner"), None, ("network:task_change", "task")),
    "network.reflection": (_("Reflection sheet"), None, ("network:reflection", "topic")),
    "cases.theme": (_("Situation"), None, ("cases:theme", "theme")),
    "cases.income": (_("Income"), None, ("cases:income_create", "pk")),
    "cases.dwelling": (_("Housing"), None, ("cases:dwelling_create", "pk")),
    "cases.address": (_("Address"), None, ("cases:address_create", "pk")),
    "cases.flat": (_("Flat search"), None, ("cases:flat_create", "pk")),
    # Of what is specially protected a draft tells no more than that it is about the situation.
    "cases.insurance": (_("Situation"), None, ("cases:insurance_create", "pk")),
    "cases.health_claim": (_("Situation"), None, ("cases:health_claim_create", "pk")),
    "cases.health_need": (_("Situation"), None, ("cases:health_need_create", "pk")),
    "cases.residence_title": (_("Situation"), None, ("cases:residence_title_create", "pk")),
    "cases.arrival": (_("Situation"), None, ("cases:arrival_create", "pk")),
    "cases.benefit": (_("Benefit"), None, ("cases:benefit_create", "pk")),
    "cases.paper": (_("Paper"), None, ("cases:paper_create", "pk")),
    "cases.account": (_("Account"), None, ("cases:account_create", "pk")),
    "cases.debt": (_("Debt or back payment"), None, ("cases:debt_create", "pk")),
    "cases.budget": (_("Household budget"), None, ("cases:budget_create", "pk")),
    "cases.budget_change": (_("Household budget"), None, ("cases:budget_change", "budget")),
    "cases.notice": (_("Notice to a colleague"), "cases:notice_create", None),
}
# How to find the case that stands in the address too.
CASE_OF = {"session": case_of_session, "note": case_of_note, "personal": case_of_personal_note, "goal": case_of_goal}
SHOWN = 6  # the others are a click away


def draft_rows(user, cases, *, today):
    """Her drafts for Heute, the newest first: every one in which she has written.

    `cases` are {id: case} of those she sees: of another the draft tells no name any more.
    """
    rows = []
    for draft in drafts_of(user):
        if draft.form not in FORMS or not draft.words:
            continue
        saved = timezone.localtime(draft.saved_at)
        about = draft.about
        if draft.form == "cases.theme":
            about, _theme = theme_of_key(about, cases) or ("", None)
        elif draft.form == "cases.budget_change":
            budget = budget_of_key(about, cases)
            about = str(budget.case_id) if budget else ""
        named = [cases[pk] for pk in dict.fromkeys([about, *draft.cases]) if pk in cases]
        rows.append(
            {
                "key": str(draft.id),
                "label": FORMS[draft.form][0],
                "cases": named,
                "name": ", ".join(case.pseudonym for case in named),
                "saved": f"{days_ago(saved.date(), today)}, {saved:%H:%M}",
                "words": ngettext("%(number)s word", "%(number)s words", draft.words) % {"number": draft.words},
            }
        )
    return rows


@requires(Permission.DRAFT_KEEP)
@require_safe
def go_on(request, key):
    """Into the form of a draft of one's own, as it was left."""
    draft = drafts(request.user).filter(pk=key).values("form", "about").first()
    address = draft and _address(request.user, **draft)
    if not address:
        raise Http404
    return redirect(f"{address}?{RESTORE}={key}")


def _address(user, form, about):
    _label, plain, aimed = FORMS.get(form, ("", None, None))
    if not about:
        return plain and reverse(plain)
    if not aimed:
        return None
    name, argument = aimed
    if argument == "theme":
        found = theme_of_key(about, own_cases(user).order_by().values_list("pk", flat=True))
        return found and reverse(name, args=[found[0], found[1].number])
    if argument == "budget":
        found = budget_of_key(about, own_cases(user).order_by())
        return found and reverse(name, args=[found.case_id, found.pk])
    arguments = {argument: topic_of_sheet(about) if argument == "topic" else about}
    if argument in CASE_OF:
        arguments["pk"] = CASE_OF[argument](user, about)
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:  # what it was about is no longer hers to see
        return None

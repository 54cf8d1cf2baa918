"""Logging a talk: one page for one or several clients, also from an appointment or from a colleague's notice."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import SessionResult
from cases.forms import session_chips
from cases.forms.session_rows import NewSessionForm
from cases.queries import session_form, session_origin
from cases.services import occasion as occasion_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.formats import day, weekday_and_day
from umstieg.core.typed import Typed, uuid_of

from .lookup import case_seen_by, must_be_open

NOBODY = "00000000-0000-0000-0000-000000000000"  # stands in the address of a card until a client is chosen


@requires(Permission.SESSION_LOG, Part.WORK)
@require_http_methods(["GET", "POST"])
def session_new(request):
    """Log a talk from anywhere; `fall`, `termin` and `hinweis` say what it is about."""
    if pk := _asked(request, "fall"):
        return session_create(request, pk)
    if request.method != "POST" and (logged := session_origin.session_of(request.user, _asked(request, "termin"))):
        return redirect("cases:session_detail", pk=logged.case_id, session=logged.pk)
    return _log(request)


@requires(Permission.SESSION_LOG, Part.WORK)
@require_http_methods(["GET", "POST"])
def session_create(request, pk):
    """Log a talk from a file: its client is chosen already."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    return _log(request, case)


@requires(Permission.SESSION_LOG, Part.WORK)
@require_safe
def session_side(request, pk):
    """The card of a client that was chosen just now."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.NOTES.name, object_id=case.pk)
    return render(request, "components/session_side.html", {"card": session_form.client_card(case)})


def _log(request, case=None):
    about = case.pk if case else ""
    typed = Typed(request, form="cases.session", about=about)
    lately, initial = None, {}
    if not typed.is_sent:
        lately = session_form.chosen_lately(request.user)
        initial = {"mode": lately.mode, "site": lately.site_id, "case": about} | _from_where(request)
    form = NewSessionForm(typed.data, known=case, user=request.user, initial=initial)
    typed.show_unchecked(form)
    typed.fits(**{name: initial.get(name) for name in ("case", "appointment", "notice")})
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if sessions := form.carry_out(_log_sessions, form=form, by=request.user):
            return typed.finish(_after(request, sessions, form))
        typed.release()
    return _page(request, form, typed, lately or session_form.chosen_lately(request.user), about)


def _log_sessions(*, form, by):
    return occasion_services.log_sessions(by=by, **form.log_facts())


def _after(request, sessions, form):
    """Where one goes on, with a receipt that names nobody: on the page of one file nothing tells of another."""
    messages.success(request, _receipt(sessions, form))
    if "again" in request.POST:
        return redirect("cases:session_new")
    if len(sessions) > 1:
        return redirect("desk:home")
    if "then" in request.POST:  # after a review talk (114-05): when is the next?
        return redirect(
            reverse("cases:appointment_create")
            + "?"
            + urlencode(
                {
                    "fall": sessions[0].case_id,
                    "tag": session_chips.in_three_months().isoformat(),
                    "anlass": "auswertung",
                }
            )
        )
    return redirect("cases:detail", pk=sessions[0].case_id)


def _receipt(sessions, form) -> str:
    if len(sessions) > 1:
        return ngettext(
            "Counselling session saved.", "Counselling session with %(number)s people saved.", len(sessions)
        ) % {"number": len(sessions)}
    if sessions[0].result == SessionResult.HELD:
        told = _("Counselling session saved.")
    else:
        result = str(SessionResult(sessions[0].result).label)
        told = _("Put down: %(result)s.") % {"result": result[:1].lower() + result[1:]}
    if not (step := form.first_step):
        return told
    task = (
        _("Task for %(day)s.") % {"day": weekday_and_day(step["on"], timezone.localdate())}
        if step["on"]
        else _("Task without a date.")
    )
    return f"{told} {task}"


def _page(request, form, typed, lately, about):
    """The form with its choices and the cards of the clients who are chosen already."""
    own = session_form.running_cases(request.user)
    offered = session_form.cases_to_choose(own)
    names = {pk: pseudonym for pk, pseudonym, _number in offered}
    choices = [("", "–"), *((pk, f"{pseudonym} · {number}") for pk, pseudonym, number in offered)]
    typed.names = names
    rows, cards = [], []
    ticked, notice = set(form["settled"].value() or ()), _notice(request, form)
    if notice and not form.is_bound:
        form.initial["case"] = session_origin.case_named(notice, offered)
    origin = str(form["appointment"].value() or "")
    agreed = set(form["appointments"].value() or ()) if form.is_bound or notice or origin else None
    is_free = not (form.is_bound or notice or origin)  # the mode stands as the last time, until somebody chooses
    for row in form.rows:
        row.case.field.widget.choices = choices
        chosen = str(row.case.value() or "")
        rows.append({"row": row, "name": names.get(chosen, ""), "when": session_chips.when_chips(row.next_when)})
        if chosen in names:
            cards.append(_card(own, chosen, ticked=ticked, agreed=agreed, without=origin))
    record("cases.listed", cases=[number for _pk, _pseudonym, number in offered], part=Part.FACTS.name)
    session_chips.dress(form)
    front, areas = session_chips.topic_chips(form, _topics_first(cards, lately))
    next_review = session_chips.in_three_months()
    return render(
        request,
        "cases/session_form.html",
        {
            "form": form,
            "typed": typed,
            "rows": rows,
            "cards": cards,
            "has_cases": bool(offered),
            "lately": [(pk, names[pk]) for pk in lately.case_ids if pk in names][: session_form.RECENT_CASES],
            "notice": notice,
            "held_by": notice and session_chips.held_by_chips(form, notice.sender, request.user),
            "is_mode_free": is_free,
            "mode_as_with": _mode_as_with(form, cards) if is_free else "",
            "is_from_appointment": bool(form["appointment"].value()),
            "as_last_time": None if form.is_bound else lately,
            "mode": session_chips.mode_chips(form),
            "result": session_chips.result_chips(form),
            "setting": session_chips.setting_chips(form),
            "minutes": session_chips.minute_chips(form),
            "topics": front,
            "areas": areas,
            "next_review": next_review.isoformat(),
            "next_review_day": day(next_review),
            "side_url": reverse("cases:session_side", kwargs={"pk": NOBODY}),
            "cancel_url": reverse("cases:detail", kwargs={"pk": about}) if about else reverse("desk:home"),
        },
    )


def _mode_as_with(form, cards) -> str:
    """With a client chosen ahead the mode stands as the last time with her; returns her pseudonym then."""
    if not (cards and cards[0].mode in dict(form.fields["mode"].choices)):
        return ""
    form.initial["mode"] = cards[0].mode
    return cards[0].pseudonym


def _card(own, pk, **shown):
    case = own.select_related("client").get(pk=pk)
    record("case.viewed", cases=[case.number], part=Part.NOTES.name, object_id=case.pk)
    return session_form.client_card(case, **shown)


def _topics_first(cards, lately) -> list[str]:
    """Those of the chosen clients, then her own last ones."""
    of_clients = [topic for card in cards for topic in card.topics]
    return list(dict.fromkeys([*of_clients, *lately.topics]))[: session_form.RECENT_TOPICS]


def _from_where(request) -> dict:
    """The first entries of the form, from the appointment or the notice that the address names."""
    if pk := _asked(request, "termin"):
        if appointment := session_origin.open_appointment(request.user, pk):
            return session_origin.as_agreed(appointment)
        raise Http404
    if pk := _asked(request, "hinweis"):
        if notice := session_origin.waiting_notice(request.user, pk):
            return session_origin.as_noticed(notice)
        raise Http404
    return {}


def _notice(request, form):
    pk = uuid_of(str(form["notice"].value() or ""))
    notice = session_origin.waiting_notice(request.user, pk) if pk else None
    if notice:
        record("notices.listed", object_id=notice.pk)
    return notice


def _asked(request, name):
    """The random id that the address names; an unreadable one is no object of ours."""
    if not request.GET.get(name):
        return None
    if pk := uuid_of(request.GET[name]):
        return pk
    raise Http404

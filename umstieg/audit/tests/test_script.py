"""Proves that the log is complete and says nothing: a script of more than sixty reads, writes and refusals by real
requests, from the door to the last case. After each, the event, its actor, its cases and its part are as expected,
every changed row belongs to it, and every page that shows a word of a case has told so. At the end no name, no text and
no search term stands anywhere in the log.
"""

import datetime

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services.case import close_case
from umstieg.audit.models import AuditEvent, Outcome
from umstieg.audit.verification import verify
from umstieg.testing.rows import LOG, text_of

from .script import Script

pytestmark = pytest.mark.django_db
REFUSED = {"event": "access.refused", "outcome": Outcome.REFUSED}


@pytest.fixture
def script(people):
    return Script(people)


def newest_case() -> Case:
    return Case.objects.order_by("-number").first()


def opening(people, kind, pseudonym, **facts):
    return {
        "identity_kind": kind,
        "pseudonym": pseudonym,
        "team": people.team.pk,
        "site": people.team.site_id,
        "counsellor": people.counsellor.pk,
        "opened_on": timezone.localdate() - datetime.timedelta(days=30),
        **facts,
    }


def session(**facts):
    return {
        "mode": "persoenlich_stelle",
        "result": "HELD",
        "started_on": timezone.localdate(),
        "started_time": "00:05",
        **facts,
    }


def test_every_step_stands_in_the_log_and_the_log_says_nothing(script, people):
    at_the_door(script, people)
    anonymous, pseudonymous, named = opens_three_cases(script, people)
    keeps_the_client(script, named)
    logs_sessions(script, [anonymous, pseudonymous, named])
    decides_who_works_on_it(script, people, named)
    finds_cases(script, [anonymous, pseudonymous, named])
    colleagues_see_nothing(script, named)
    a_co_counsellor_sees_all(script, named)
    a_lead_sees_facts(script, [anonymous, pseudonymous, named])
    others_see_nothing_of_cases(script, named)
    the_auditor_reads(script, named)
    closes_and_hands_over(script, people, anonymous, named)
    keeps_her_account_and_leaves(script)

    assert script.steps >= 90
    assert min(script.reads, script.writes, script.refusals) >= 20
    verdict = verify()
    assert verdict.findings == []
    the_log_says_nothing(script)


def at_the_door(script, people):
    door = {"login": people.counsellor.email, "password": "falsches Kennwort"}
    failed = {"event": "signin.failed", "by": None, "status": 200, "reason": "password"}
    script.get("counsellor", "account_login", event=None)
    script.get("counsellor", "cases:list", status=302, event=None)
    script.post("counsellor", "account_login", door, about=people.counsellor.pk, **failed)
    script.post("counsellor", "account_login", door | {"login": "niemand@example.org"}, about="", **failed)
    script.post("counsellor", "account_login", {"login": "kein", "password": ""}, status=200, event=None)
    script.sign_in("counsellor", about=people.counsellor.pk)
    script.get("counsellor", "desk:home", event="cases.listed")
    script.get("counsellor", "cases:list", event="cases.listed")


def opens_three_cases(script, people):
    script.get("counsellor", "cases:create", event=None)
    refused = opening(people, "NAMED", "Zqfehler")  # no name: nothing is opened, nothing was seen
    script.post("counsellor", "cases:create", refused, status=200, event=None)
    first = {
        "anonymous": opening(people, "ANONYMOUS", "Zqahorn"),
        "pseudonymous": opening(people, "PSEUDONYMOUS", "Zqbirke", language="bg", needs_mediation="on"),
        "named": opening(people, "NAMED", "Zqchrysantheme", name="Zqname", contact_rule="Zqregel"),
    }
    cases = []
    for data in first.values():
        number = f"{data['opened_on']:%y}-{len(cases) + 1:04d}"
        script.post("counsellor", "cases:create", data, event="case.opened", cases=[number])
        cases.append(newest_case())
        script.knows(cases[-1], FACTS=[data["pseudonym"]])
        seen = {"event": "case.viewed", "cases": [number], "part": "RESTRICTED"}
        script.get("counsellor", "cases:detail", kwargs={"pk": cases[-1].pk}, **seen)
    script.knows(cases[2], IDENTITY=["Zqname", "Zqregel"])
    return cases


def keeps_the_client(script, case):
    kwargs, about = {"pk": case.pk}, {"cases": [case.number]}
    seen = {"event": "case.viewed", "part": "RESTRICTED", **about}
    facts = {
        "identity_kind": "NAMED",
        "pseudonym": "Zqchrysantheme",
        "name": "Zqname",
        "names_used": "Zqrufname",
        "code_word": "Zqkennwort",
        "contact_rule": "Zqregel",
        "nationality": "bg",
        "residence_place": "Zqort",
    }
    script.get("counsellor", "cases:client_change", kwargs=kwargs, **seen)
    script.post("counsellor", "cases:client_change", facts, kwargs=kwargs, event="client.changed", **about)
    script.knows(case, IDENTITY=["Zqrufname", "Zqkennwort", "Zqort"])
    script.post("counsellor", "cases:client_change", facts | {"name": ""}, kwargs=kwargs, status=200, **seen)
    phone = {"kind": "CALL", "value": "0176 5550001", "times": "Zqzeiten", "is_usable": "on"}
    script.get("counsellor", "cases:channel_create", kwargs=kwargs, **seen)
    added = {"event": "contact_channel.added", **about}
    script.post("counsellor", "cases:channel_create", phone, kwargs=kwargs, **added)
    script.knows(case, IDENTITY=["0176 5550001", "Zqzeiten"])
    mail = {"kind": "EMAIL", "value": "zqpost@example.org", "is_usable": "on"}
    script.post("counsellor", "cases:channel_create", mail, kwargs=kwargs, **added)
    channel = kwargs | {"channel": case.client.channels.get(kind="EMAIL").pk}
    script.get("counsellor", "cases:channel_change", kwargs=channel, **seen)
    changed = {"event": "contact_channel.changed", "rows": {"cases_contactchannel"}, **about}
    script.post("counsellor", "cases:channel_change", mail | {"times": "nie"}, kwargs=channel, **changed)
    script.get("counsellor", "cases:channel_remove", kwargs=channel, status=405, event=None)
    removed = {"event": "contact_channel.removed", "rows": {"cases_contactchannel"}, **about}
    script.post("counsellor", "cases:channel_remove", {}, kwargs=channel, **removed)
    script.post("counsellor", "cases:channel_remove", {}, kwargs=channel, status=404, **REFUSED)
    script.get("counsellor", "cases:language_create", kwargs=kwargs, **seen)
    added = {"event": "client_language.added", "rows": {"cases_clientlanguage"}, **about}
    script.post("counsellor", "cases:language_create", {"language": "hu", "level": "B1"}, kwargs=kwargs, **added)
    spoken = kwargs | {"spoken": case.client.languages.get().pk}
    removed = {"event": "client_language.removed", "rows": {"cases_clientlanguage"}, **about}
    script.post("counsellor", "cases:language_remove", {}, kwargs=spoken, **removed)


def logs_sessions(script, cases):
    case, numbers = cases[2], [one.number for one in cases]
    kwargs, about = {"pk": case.pk}, {"cases": [case.number]}
    logged = {"event": "session.logged", "rows": {"cases_counsellingsession"}}
    note = session(
        case=case.pk,
        note="Zqnotiz",
        place="Zqbank",
        mediation_language="bg",
        mediator="Zqmittlerin",
        mediation_minutes=90,
        minutes=90,
    )
    seen = {"event": "case.viewed", "seen": numbers, **about}
    script.get("counsellor", "cases:session_create", kwargs=kwargs, **seen)
    script.post("counsellor", "cases:session_create", note, kwargs=kwargs, **logged, **about)
    script.knows(case, NOTES=["Zqnotiz", "Zqbank", "Zqmittlerin"])
    late = session(case=case.pk, started_on=timezone.localdate() + datetime.timedelta(days=9))
    script.post("counsellor", "cases:session_create", late, kwargs=kwargs, status=200, **seen)
    script.get("counsellor", "cases:session_new", event="cases.listed", cases=numbers)
    new = session(case=cases[0].pk, note="Zqkurz", result="NOT_HELD")
    script.post("counsellor", "cases:session_new", new, **logged, cases=numbers[:1])
    script.knows(cases[0], NOTES=["Zqkurz"])
    held = case.sessions.get()
    one = kwargs | {"session": held.pk}
    seen = {"event": "session.viewed", "part": "NOTES", **about}
    script.get("counsellor", "cases:session_detail", kwargs=one, **seen)
    script.get("counsellor", "cases:session_correct", kwargs=one, **seen)
    better = note | {"note": "Zqberichtigt", "reason": "Zqgrund", "version": 1}
    corrected = {"event": "session.corrected", "rows": {"cases_counsellingsession", "cases_sessionversion"}, **about}
    script.post("counsellor", "cases:session_correct", better, kwargs=one, **corrected)
    script.knows(case, NOTES=["Zqberichtigt", "Zqgrund"])
    script.post("counsellor", "cases:session_correct", better, kwargs=one, status=200, **seen)  # she was too late
    script.get("counsellor", "cases:session_detail", kwargs=one, **seen)
    script.get("counsellor", "cases:detail", kwargs=kwargs, event="case.viewed", part="RESTRICTED", **about)
    other = {"pk": cases[0].pk, "session": held.pk}  # a session of another of her cases
    script.get("counsellor", "cases:session_detail", kwargs=other, status=404, **REFUSED)


def decides_who_works_on_it(script, people, case):
    kwargs, about = {"pk": case.pk}, {"cases": [case.number]}
    script.get("counsellor", "cases:change", kwargs=kwargs, event="case.viewed", **about)
    script.post(
        "counsellor",
        "cases:change",
        {
            "deputy": str(people.colleague.pk),
            "co_counsellors": [str(people.stranger.pk)],
            "phases": ["STABILISATION", "ORIENTATION"],
        },
        kwargs=kwargs,
        event="case.changed",
        rows={"cases_case", "cases_casephase", "cases_cocounselling"},
        acts=["case.viewed", "case.changed", "phase.started", "phase.started", "phase.ended", "co_counsellor.added"],
        **about,
    )


def finds_cases(script, cases):
    numbers = [case.number for case in cases]
    listed = {"event": "cases.listed", "cases": numbers}
    script.get("counsellor", "desk:home", **listed)
    script.get("counsellor", "cases:list", query="?state=all&sort=pseudonym", **listed)
    script.get("counsellor", "cases:list", query="?state=closed", event="cases.listed")
    script.get("counsellor", "cases:list", query="?phase=ORIENTATION", event="cases.listed", cases=numbers[2:])
    for typed in ("Zqchry", "Zqname", "Zqrufname", "Zqkennwort", "0176/5550001", numbers[2]):
        script.search("counsellor", typed, cases=numbers[2:])
    for typed in ("Zqnirgends", "Zqnotiz", "  ", "\x00"):
        script.search("counsellor", typed)


def colleagues_see_nothing(script, case):
    """In the same team, and even the named deputy."""
    pages = ("cases:detail", "cases:change", "cases:client_change", "cases:channel_create", "cases:session_create")
    kwargs = {"pk": case.pk}
    script.sign_in("colleague")
    script.get("colleague", "cases:list", event="cases.listed")
    for name in pages:
        script.get("colleague", name, kwargs=kwargs, status=404, about=case.pk, reason=f"404 GET {name}", **REFUSED)
    one = kwargs | {"session": case.sessions.get().pk}
    script.get("colleague", "cases:session_detail", kwargs=one, status=404, **REFUSED)
    script.post("colleague", "cases:session_create", session(), kwargs=kwargs, status=404, **REFUSED)
    script.search("colleague", "Zqname")
    script.post("colleague", "cases:session_new", session(case=case.pk), status=200, event="cases.listed")


def a_co_counsellor_sees_all(script, case):
    kwargs, about = {"pk": case.pk}, {"cases": [case.number]}
    script.sign_in("stranger")
    script.get("stranger", "cases:list", event="cases.listed", **about)
    script.get("stranger", "cases:detail", kwargs=kwargs, event="case.viewed", part="RESTRICTED", **about)
    data = session(case=case.pk, note="Zqkollegial")
    script.post("stranger", "cases:session_create", data, kwargs=kwargs, event="session.logged", **about)
    script.knows(case, NOTES=["Zqkollegial"])


def a_lead_sees_facts(script, cases):
    numbers, case = [one.number for one in cases], cases[2]
    kwargs = {"pk": case.pk}
    script.sign_in("lead")
    script.get("lead", "desk:home", event=None)
    script.get("lead", "desk:team", event="team.listed", cases=numbers, part="FACTS")
    script.get("lead", "desk:team", query="?sort=pseudonym&state=all", event="team.listed", cases=numbers)
    script.get("lead", "cases:detail", kwargs=kwargs, event="case.viewed", cases=[case.number], part="FACTS")
    script.search("lead", "Zqchry", cases=[case.number])
    for typed in ("Zqname", "0176 5550001", "Zqkennwort"):
        script.search("lead", typed)
    for name in ("cases:client_change", "cases:change", "cases:session_create"):
        script.get("lead", name, kwargs=kwargs, status=403, about=case.pk, **REFUSED)
    one = kwargs | {"session": case.sessions.earliest("created_at").pk}
    script.get("lead", "cases:session_detail", kwargs=one, status=404, **REFUSED)
    script.get("lead", "cases:list", status=403, **REFUSED)
    script.get("lead", "audit:log", status=403, **REFUSED)


def others_see_nothing_of_cases(script, case):
    for who in ("outreach", "admin", "nobody", "other_lead"):
        script.sign_in(who)
        script.get(who, "desk:home", event=None)
        status = 404 if who == "other_lead" else 403
        script.get(who, "cases:detail", kwargs={"pk": case.pk}, status=status, about=case.pk, **REFUSED)
        if who != "other_lead":
            script.post(who, "cases:search", {"q": "Zqname"}, status=403, **REFUSED)
            script.get(who, "desk:team", status=403, **REFUSED)
        script.get(who, "audit:log", status=403, **REFUSED)


def the_auditor_reads(script, case):
    script.sign_in("auditor")
    script.get("auditor", "audit:log", event="audit.read")
    script.get("auditor", "audit:log", query=f"?case_number={case.number}", event="audit.read")
    script.get("auditor", "audit:log", query="?event=access.refused&since=2020-01-01", event="audit.read")
    script.get("auditor", "cases:detail", kwargs={"pk": case.pk}, status=403, **REFUSED)


def closes_and_hands_over(script, people, closing, handed):
    done = {"event": "case.closed", "cases": [closing.number], "by": "counsellor"}
    script.by_service(close_case, case=closing, reason="ziele_erreicht", by=people.counsellor, expect=done)
    kwargs = {"pk": closing.pk}
    script.get("counsellor", "cases:detail", kwargs=kwargs, event="case.viewed", cases=[closing.number])
    script.post("counsellor", "cases:session_create", session(), kwargs=kwargs, status=403, **REFUSED)
    kwargs, about = {"pk": handed.pk}, {"cases": [handed.number]}
    data = {"counsellor": str(people.colleague.pk), "deputy": ""}
    script.get("counsellor", "cases:change", kwargs=kwargs, event="case.viewed", **about)
    script.post("counsellor", "cases:change", data, kwargs=kwargs, status=200, event="case.viewed", **about)
    data["confirm_handover"] = "on"
    script.post("counsellor", "cases:change", data, kwargs=kwargs, event="case.changed", **about)
    script.get("counsellor", "cases:detail", kwargs=kwargs, status=404, about=handed.pk, **REFUSED)
    script.get("colleague", "cases:detail", kwargs=kwargs, event="case.viewed", **about)


def keeps_her_account_and_leaves(script):
    script.get("counsellor", "accounts:profile", event=None)
    changed = {"event": "account.changed", "rows": {"accounts_user"}}
    script.post("counsellor", "accounts:profile", {"language": settings.LANGUAGES[-1][0]}, **changed)
    script.post("counsellor", "account_logout", {}, event="signout.done")
    script.get("counsellor", "desk:home", status=302, event=None)
    script.post("counsellor", "account_logout", {}, event=None)


def the_log_says_nothing(script):
    log = text_of(*LOG)
    words = {word.strip("\x00 ") for word in script.typed} - {"", *(known.number for known in script.known)}
    assert len(words) >= 20
    assert [word for word in words if word in log] == []
    assert "Zq" not in log
    assert "zq" not in log
    assert "5550001" not in log
    for event in AuditEvent.objects.all():
        assert all(act.keys() == {"event", "part", "reason", "about"} for act in event.acts)
    assert reverse("cases:search") not in log

"""A script of real requests, each held at once against what the log says of it, and against every row of the database
that changed. See `test_script`.
"""

import uuid
from dataclasses import dataclass, field

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client as Browser
from django.urls import reverse

from umstieg.access.enums import Part
from umstieg.audit.models import AuditedCase, AuditEvent, Channel, Outcome
from umstieg.audit.registration import is_audited
from umstieg.testing.make import PASSWORD
from umstieg.testing.pages import read_page
from umstieg.testing.rows import changed_rows, contents, models_by_table

# Rows that follow from others; the event of their cause is theirs too.
DERIVED = {"cases_searchterm", "core_numberseries", "core_submitkey", "core_draft", "core_filechunk", "accounts_signin"}
# The last contact on the case follows from its sessions (docs/adr/0012).
FOLLOWS = {("cases_case", "session.logged"), ("cases_case", "session.corrected")}
# Lists no step of the script changes.
UNTOUCHED = {"codelists_code", "codelists_codelabel", "auth_permission"}


@dataclass
class Known:
    """Words of one case by the part they belong to; whoever reads one has seen that part."""

    number: str
    words: dict[Part, list[str]] = field(default_factory=dict)


class Script:
    """Browsers of everybody, and the checks after each step."""

    def __init__(self, people):
        self.people = people
        self.browsers: dict[str, Browser] = {}
        self.forms = {}
        self.known: list[Known] = []
        self.typed: set[str] = set()
        self.steps = self.reads = self.writes = self.refusals = 0
        self.tables = [table for table in contents() if table not in UNTOUCHED]
        self.now = contents(self.tables)
        self.seq = self.last_seq()

    @staticmethod
    def last_seq():
        return AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0

    def browser(self, who) -> Browser:
        return self.browsers.setdefault(who, Browser())

    def sign_in(self, who, **expected):
        door = {"login": self.people.by_name[who].email, "password": PASSWORD}
        return self.post(who, "account_login", door, event="signin.succeeded", **expected)

    def knows(self, case, **words):
        """Words that stand in a case, by part: FACTS=["…"], IDENTITY=["…"]."""
        entry = next((one for one in self.known if one.number == case.number), None)
        if entry is None:
            entry = Known(case.number)
            self.known.append(entry)
        for part, more in words.items():
            entry.words.setdefault(Part[part], []).extend(more)
            self.typed.update(more)

    def get(self, who, name, *, query="", kwargs=None, echoes=(), **expected):
        """`echoes` are words the page repeats because she has typed them herself."""
        url = reverse(name, kwargs=kwargs)
        answer = self._held_against(
            who, lambda browser: browser.get(url + query), dict(enumerate(echoes)), 200, expected
        )
        self.forms[who, url] = read_page(answer.content, url).form(url)
        return answer

    def post(self, who, name, data, *, kwargs=None, **expected):
        """`data` is what she changes in the form as she was shown it last, if she was."""
        url = reverse(name, kwargs=kwargs)
        form = self.forms.get((who, url))
        sent = form.data(**data, typed_key=None) if form else data  # each post is a form of its own, not a second click
        self.typed.update(value for key, value in data.items() if key in ("q", "note", "name", "value") and value)
        return self._held_against(who, lambda browser: browser.post(url, sent), data, 302, expected)

    def search(self, who, typed, *, cases=()):
        """Two steps: the search is sent, its result is a page of its own."""
        self.post(who, "cases:search", {"q": typed}, event=None)
        self.get(who, "cases:search", event="cases.searched", cases=cases, rows=set(), echoes=[typed])

    def by_service(self, service, **kwargs):
        """One step that is a command, not a request. `expect` holds what its event must say."""
        expected = kwargs.pop("expect")
        service(**kwargs)
        self._check(None, b"", {}, {"channel": Channel.COMMAND, **expected})

    def _held_against(self, who, ask, data, usual, expected):
        answer = ask(self.browser(who))
        status = expected.pop("status", usual)
        assert answer.status_code == status, (self.steps, answer.status_code, _errors(answer))
        expected.setdefault("by", who)
        self._check(answer, answer.content, data, expected)
        return answer

    def _check(self, answer, body, data, expected):
        """Hold what happened against what was expected.

        Known: `event` (None: none), `by`, `channel`, `outcome`, `cases` (of that act), `seen` (cases shown beside it),
        `part`, `acts` (names in order), `about`, `reason`, and `rows` (the tables with changes, derived ones left out).
        """
        self.steps += 1
        events = list(AuditEvent.objects.filter(seq__gt=self.seq).order_by("seq"))
        self.seq = self.last_seq()
        before, self.now = self.now, contents(self.tables)
        changed = changed_rows(before, self.now)
        name = expected.get("event")
        assert [event.event for event in events] == ([name] if name else []), self.steps
        event = events[0] if events else None
        if event:
            self._check_event(event, expected)
        self._check_rows(event, changed, expected)
        self._check_reads(event, body.decode("utf-8", "replace"), data)
        self.writes += bool(changed)
        self.refusals += bool(event and event.outcome == Outcome.REFUSED)
        self.reads += bool(event and not changed and event.outcome == Outcome.DONE)

    def _check_event(self, event, expected):
        by = expected.get("by")
        actor = self.people.by_name.get(by) if by else None
        assert (event.actor_id, event.actor_label) == ((actor.pk, actor.name) if actor else (None, "")), self.steps
        assert event.channel == expected.get("channel", Channel.WEB)
        assert event.outcome == expected.get("outcome", Outcome.DONE), self.steps
        rows = AuditedCase.objects.filter(seq=event.seq)
        of_the_act = rows.filter(event=event.event).values_list("case_number", flat=True)
        assert set(of_the_act) == set(expected.get("cases", ())), self.steps
        all_of_them = {row.case_number for row in rows}
        assert all_of_them == set(expected.get("cases", ())) | set(expected.get("seen", ())), self.steps
        if "acts" in expected:
            assert [act["event"] for act in event.acts] == expected["acts"], self.steps
        if "part" in expected:
            assert expected["part"] in {act["part"] for act in event.acts}, self.steps
        if "about" in expected:
            assert str(expected["about"]) in {act["about"] for act in event.acts}, self.steps
        if "reason" in expected:
            assert expected["reason"] in {act["reason"] for act in event.acts}, self.steps

    def _check_rows(self, event, changed, expected):
        """Every row that changed belongs to the event; audited ones have an entry that names them."""
        models = models_by_table()
        changed = [(table, key) for table, key in changed if not event or (table, event.event) not in FOLLOWS]
        tables = {table for table, _ in changed}
        if "rows" in expected:
            assert tables - DERIVED == set(expected["rows"]), self.steps
        elif event is None or expected.get("outcome") == Outcome.REFUSED:
            assert changed == [], self.steps
        for table, key in changed:
            if table in DERIVED or (table == "accounts_user" and event.event in DOOR):
                continue
            assert event.entry_count > 0, (self.steps, table)
            model = models[table]
            assert is_audited(model), f"{table} is neither audited nor known to follow from others"
            assert LogEntry.objects.filter(
                cid=event.cid, content_type=ContentType.objects.get_for_model(model), object_pk=_as_python(model, key)
            ).exists(), (self.steps, table, key)

    def _check_reads(self, event, body, data):
        """A page that holds a word of a case has an event that names the case, and at least that part of it."""
        echoed = {str(value) for value in data.values()}
        for known in self.known:
            for part, words in known.words.items():
                if any(word in body for word in words if word not in echoed):
                    assert event is not None, (self.steps, known.number, part.name)
                    rows = AuditedCase.objects.filter(seq=event.seq, case_number=known.number)
                    recorded = [Part[row.part] for row in rows if row.part]
                    assert max(recorded, default=0) >= part, (self.steps, known.number, part.name)


# Signing in writes the time of it, a column that the log leaves out.
DOOR = {"signin.succeeded"}


def _as_python(model, key):
    """A raw key as the log writes it: SQLite keeps a UUID as 32 digits."""
    return str(uuid.UUID(key)) if model._meta.pk.get_internal_type() == "UUIDField" else key


def _errors(answer):
    form = answer.context.get("form") if answer.context else None
    return dict(form.errors) if form is not None else answer.content[:200]

"""How long facts about clients and cases are kept.

No statute fixes a period for counselling files; the defaults follow the practice of counselling centres and the
limitation of claims. A centre decides its own and writes down why.
"""

from umstieg.core.retention import Start, blank, delete

LAST_CASE_CLOSED = Start("last_case_closed", "the client's last case was closed")
CASE_CLOSED = Start("case_closed", "the case was closed")
WORD_GONE = Start("word_gone", "the word or number it stands for was emptied or deleted")

CONTACT = (
    "Only needed while somebody may still have to be reached (Art. 5 (1) e GDPR); she may return within half a year."
)
RECORD = "Claims of clients lapse after three years, counted from the end of the year (§§ 195, 199 BGB)."
WITH_THE_CASE = {"start": CASE_CLOSED, "months": 36, "until_year_end": True, "reason": RECORD}
WITH_THE_CLIENT = {"start": LAST_CASE_CLOSED, "months": 36, "until_year_end": True, "reason": RECORD}

RULES = [
    blank(
        "cases.Client",
        "name",
        "names_used",
        "code_word",
        "pronoun",
        "gender_description",
        "residence_place",
        "contact_rule",
        start=LAST_CASE_CLOSED,
        months=6,
        reason=CONTACT,
    ),
    delete(
        "cases.Client",
        "id",
        "number",
        "identity_kind",
        "pseudonym",
        "gender",
        "birth_year",
        "age",
        "age_told_on",
        "nationality",
        "created_at",
        **WITH_THE_CLIENT,
    ),
    delete("cases.ClientLanguage", "id", "client", "language", "level", "needs_mediation", **WITH_THE_CLIENT),
    delete(
        "cases.ContactChannel",
        "id",
        "client",
        "kind",
        "value",
        "times",
        "sender_name",
        "who_may_hear",
        "no_voicemail",
        "is_usable",
        start=LAST_CASE_CLOSED,
        months=6,
        reason=CONTACT,
    ),
    delete(
        "cases.SearchTerm",
        "id",
        "client",
        "kind",
        "digest",
        start=WORD_GONE,
        months=0,
        reason="A digest must not outlive its word: whoever holds the index key could guess it.",
    ),
    delete(
        "cases.Case",
        "id",
        "number",
        "client",
        "team",
        "site",
        "counsellor",
        "deputy",
        "access_route",
        "opened_on",
        "client_since",
        "closed_on",
        "closed_by",
        "closing_reason",
        **WITH_THE_CASE,
    ),
    delete("cases.CoCounselling", "id", "case", "user", "started_on", "ended_on", **WITH_THE_CASE),
    delete("cases.CasePhase", "id", "case", "phase", "started_on", "ended_on", **WITH_THE_CASE),
    delete(
        "cases.CounsellingSession",
        "id",
        "case",
        "counsellor",
        "started_at",
        "minutes",
        "mode",
        "setting",
        "result",
        "site",
        "place",
        "topics",
        "mediation_language",
        "mediator",
        "mediation_minutes",
        "note",
        "version",
        "created_at",
        "created_by",
        **WITH_THE_CASE,
    ),
    delete(
        "cases.SessionVersion",
        "id",
        "session",
        "version",
        "facts",
        "reason",
        "replaced_at",
        "replaced_by",
        **WITH_THE_CASE,
    ),
]

"""How long facts about people who work here are kept, in our tables and in those of the sign-in libraries."""

from umstieg.core.retention import Start, blank, delete, keep

from .sign_ins import forget_dead_sign_ins

LEFT = Start("account_disabled", "the account was disabled")
NAMED_NO_MORE = Start("last_record_gone", "the last record that names the person was deleted")
MEMBERSHIP_ENDED = Start("membership_ended", "the membership ended")
SESSION_ENDED = Start("session_ended", "the session expired or was ended by signing out")

INVITED = Start("invited", "the link was made")
DECIDED = Start("decided", "it was decided")

ADDRESS = "A copy of the address of the account, where the sign-in library makes one."
UNUSED = "Stays empty: rights come from memberships and the matrix alone (docs/adr/0004)."

RULES = [
    keep("accounts.User", "id", "is_active", "created_at", reason="Records and the log point to the account by id."),
    blank(
        "accounts.User",
        "password",
        "last_login",
        "email",
        "language",
        start=LEFT,
        months=6,
        reason="Only needed to sign in and to write to the person (Art. 5 (1) e GDPR).",
    ),
    blank(
        "accounts.User",
        "name",
        start=NAMED_NO_MORE,
        months=0,
        reason="Whoever reads a record must see who wrote it; afterwards nobody needs the name.",
    ),
    delete(
        "accounts.SpokenLanguage",
        "id",
        "user",
        "language",
        start=LEFT,
        months=0,
        reason="Only needed to find somebody who speaks a client's language.",
    ),
    delete(
        "accounts.Membership",
        "id",
        "user",
        "role",
        "team",
        "started_on",
        "ended_on",
        start=MEMBERSHIP_ENDED,
        months=36,
        until_year_end=True,
        reason="Who could see what is proved as long as claims can be raised (§§ 195, 199 BGB).",
    ),
    delete(
        "accounts.Invitation",
        "id",
        "user",
        "secret_digest",
        "created_at",
        "created_by",
        "expires_at",
        "accepted_at",
        "revoked_at",
        start=INVITED,
        months=6,
        reason="Who let somebody in is also told by the log; a link is dead after seven days.",
    ),
    delete(
        "accounts.Proposal",
        "id",
        "kind",
        "user",
        "role",
        "team",
        "started_on",
        "ended_on",
        "asked_by",
        "asked_at",
        "decision",
        "decided_by",
        "decided_at",
        start=DECIDED,
        months=36,
        until_year_end=True,
        reason="Which two people gave a right is proved as long as the right itself (§§ 195, 199 BGB).",
    ),
    delete(
        "accounts.SecrecyBinding",
        "id",
        "user",
        "text",
        "bound_on",
        "recorded_at",
        "recorded_by",
        start=LEFT,
        months=36,
        until_year_end=True,
        reason="Proof of the binding to secrecy (§ 203 StGB), as long as claims can be raised (§§ 195, 199 BGB).",
    ),
    delete(
        "mfa.Authenticator",
        "id",
        "user",
        "type",
        "data",
        "created_at",
        "last_used_at",
        start=LEFT,
        months=0,
        reason="A second factor without an account has no purpose.",
    ),
    delete(
        "sessions.Session",
        "session_key",
        "session_data",
        "expire_date",
        start=SESSION_ENDED,
        months=0,
        reason="Holds nothing but who is signed in; cleared daily (manage.py clearsessions).",
    ),
    delete(
        "accounts.SignIn",
        "id",
        "user",
        "session_key",
        "browser",
        "system",
        "created_at",
        start=SESSION_ENDED,
        months=0,
        reason="Only needed to show somebody where she is signed in, and to end it from there.",
    ),
    delete("account.EmailAddress", "id", "user", "email", "verified", "primary", start=LEFT, months=0, reason=ADDRESS),
    delete(
        "account.EmailConfirmation",
        "id",
        "email_address",
        "created",
        "sent",
        "key",
        start=LEFT,
        months=0,
        reason=ADDRESS,
    ),
    keep("auth.Group", "id", "name", "permissions", reason=UNUSED),
    keep("auth.Permission", "id", "name", "content_type", "codename", reason="Names of Django. No personal data."),
]

DAILY = (("sign-ins that are over", forget_dead_sign_ins),)

"""Who may what, for the data-protection officer, in German and English: made from the matrix and the addresses."""

from django.urls import get_resolver

from umstieg.access.enums import Part, Permission, Relation, Role
from umstieg.access.matrix import CASE_PARTS, CENTRE_ROLES, EVERYBODY, FACTS, PERMISSIONS, SEPARATE_ACCOUNTS

# Labels of roles, permissions and parts speak both languages by gettext; these sentences stand in this document alone.
WORDS = {
    "en": {
        "title": "# Who may what\n",
        "made": "Made from `umstieg/access/matrix.py` and the addresses by `make docs`; a test fails when it is out of "
        "date. Do not edit. *Auf Deutsch: [access.de.md](access.de.md).*\n",
        "rights": "Rights follow from memberships (person × team × role) of today and from this page, from nothing "
        "else. Roles are a set, not a ladder: none includes another. {centre} serve the whole centre, the other roles "
        "belong to a team.\n",
        "and": " and ",
        "held": "What holds this page to the product: a walk over every address with people of every role, own, "
        "foreign and missing objects, by every method (`umstieg/tests/test_access_matrix.py`), and a reading of "
        "everything that comes back (`umstieg/tests/test_parts.py`). Somebody else's case answers like one that does "
        "not exist. Every look at a case and every refusal stands in the sealed log.\n",
        "permissions": "## Permissions\n",
        "no_role": "without a role yet",
        "parts": "## Parts of a case\n",
        "each": "Each part includes the ones before it: {parts}. Nobody else sees any part; that goes for: {silent}.\n",
        "parts_head": ["Role", "Relation to the case", "Sees up to"],
        "facts": "**Facts** are a closed list:\n",
        "apart": "\n## Two accounts\n",
        "apart_why": "These roles never stand on one account; whoever holds both has two accounts.\n",
        "addresses": "\n## Addresses\n",
        "addresses_head": ["Address", "Name", "Asks for", "Shows at most"],
        "public": "open to everybody",
    },
    "de": {
        "title": "# Wer darf was\n",
        "made": "Erzeugt aus `umstieg/access/matrix.py` und den Adressen durch `make docs`; ein Test schlägt fehl, wenn "
        "sie veraltet ist. Nicht bearbeiten. *In English: [access.md](access.md).*\n",
        "rights": "Rechte folgen aus den heutigen Zugehörigkeiten (Person × Team × Rolle) und aus dieser Seite, aus "
        "nichts anderem. Rollen sind eine Menge, keine Leiter: Keine schließt eine andere ein. {centre} sind für die "
        "ganze Stelle da, die übrigen Rollen gehören zu einem Team.\n",
        "and": " und ",
        "held": "Was diese Seite und das Programm zusammenhält: ein Gang über jede Adresse mit Menschen jeder Rolle, mit "
        "eigenen, fremden und fehlenden Objekten und jeder Methode (`umstieg/tests/test_access_matrix.py`), und das "
        "Lesen von allem, was zurückkommt (`umstieg/tests/test_parts.py`). Ein fremder Fall antwortet wie einer, den es "
        "nicht gibt. Jeder Blick in einen Fall und jede Ablehnung steht im versiegelten Protokoll.\n",
        "permissions": "## Rechte\n",
        "no_role": "noch ohne Rolle",
        "parts": "## Teile eines Falls\n",
        "each": "Jeder Teil schließt die vorigen ein: {parts}. Sonst sieht niemand einen Teil; das gilt für: {silent}.\n",
        "parts_head": ["Rolle", "Beziehung zum Fall", "Sieht bis"],
        "facts": "**Eckdaten** sind eine geschlossene Liste:\n",
        "apart": "\n## Zwei Konten\n",
        "apart_why": "Diese Rollen stehen nie auf einem Konto; wer beide hat, hat zwei Konten.\n",
        "addresses": "\n## Adressen\n",
        "addresses_head": ["Adresse", "Name", "Verlangt", "Zeigt höchstens"],
        "public": "offen für alle",
    },
}


def access(language: str) -> str:
    """Permissions, parts of a case, separate accounts, and every address with what it asks for. Runs in `language`."""
    words, roles = WORDS[language], list(Role)
    permissions = [
        [
            f"{permission.label} (`{permission.value}`)",
            *("●" if permission in PERMISSIONS[role] | EVERYBODY else "" for role in roles),
            "●" if permission in EVERYBODY else "",
        ]
        for permission in Permission
    ]
    parts = [[Role(role).label, Relation(relation).label, part.label] for (role, relation), part in CASE_PARTS.items()]
    silent = ", ".join(str(role.label) for role in roles if role not in {role for role, _ in CASE_PARTS})
    apart = [f"- {Role(one).label}{words['and']}{Role(other).label}" for one, other in SEPARATE_ACCOUNTS]
    centre = words["and"].join(str(Role(role).label) for role in sorted(CENTRE_ROLES))
    return "\n".join(
        (
            words["title"],
            words["made"],
            words["rights"].format(centre=centre),
            words["held"],
            words["permissions"],
            table(["", *(role.label for role in roles), words["no_role"]], permissions),
            words["parts"],
            words["each"].format(parts=" < ".join(str(part.label) for part in Part), silent=silent),
            table(words["parts_head"], parts),
            words["facts"],
            *(f"- {fact}" for fact in FACTS),
            words["apart"],
            words["apart_why"],
            *apart,
            words["addresses"],
            table(words["addresses_head"], [_address(*one, words["public"]) for one in _addresses()]),
        )
    )


def table(head, rows) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _address(route, name, view, public):
    permission = getattr(view, "required_permission", None)
    part = getattr(view, "shown_part", None)
    return [f"`/{route}`", f"`{name}`", permission.label if permission else public, part.label if part else ""]


def _addresses(resolver=None, route="", namespace=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern, here, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield here, f"{namespace}{pattern.name}", pattern.callback

"""How long the code lists are kept."""

from umstieg.core.retention import keep

REASON = "Records hold the keys of codes, so a code is ended and never deleted. No personal data."

RULES = [
    keep("codelists.Code", "id", "list_key", "key", "group", "order", "valid_from", "valid_to", reason=REASON),
    keep("codelists.CodeLabel", "id", "code", "language", "text", "valid_from", "valid_to", reason=REASON),
]

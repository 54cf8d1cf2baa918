"""What a real centre's settings say about headers and cookies, for tests that run under those of the tests."""

import ast
from pathlib import Path

from umstieg.settings import base

from .observatory import missing_of_ours, score

HOST = "umstieg.example.org"
NAMES = ("SECURE_", "SESSION_", "CSRF_COOKIE", "DEVICE_")


def settings_of_a_real_centre() -> dict:
    """The lines of production.py that stand for themselves, and what goes with its address."""
    tree = ast.parse((Path(base.__file__).parent / "production.py").read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        name = node.targets[0].id if isinstance(node, ast.Assign) else ""
        if name.startswith(NAMES):
            found[name] = eval(compile(ast.Expression(node.value), "production", "eval"), {"env": _Default})  # noqa: S307
    if (
        missing := {
            "SECURE_HSTS_SECONDS",
            "SESSION_COOKIE_NAME",
            "CSRF_COOKIE_NAME",
            "DEVICE_COOKIE_NAME",
        }
        - found.keys()
    ):
        raise RuntimeError(f"production.py says nothing of {', '.join(sorted(missing))}.")
    return found | {"ALLOWED_HOSTS": [HOST], "WHITENOISE_USE_FINDERS": True, "WHITENOISE_MAX_AGE": 60}


class _Default:
    @staticmethod
    def bool(_name, default):
        return default


def over_https(caller):
    """A test client that speaks to a real centre behind its proxy."""
    caller.defaults |= {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": HOST}
    return caller


def faults(answer, *, is_file=False) -> list[str]:
    """What an answer lacks by the rules of the observatory and by our own; nothing where all is well."""
    points, why = score(answer)
    ours = [one for one in missing_of_ours(answer) if not (is_file and one == "no-store")]
    return [] if points >= 100 and not why and not ours else [f"{points}: {', '.join([*why, *ours])}"]

"""The rules of the MDN HTTP Observatory, as far as one answer shows them (version 2, scoring of 2024), and ours beside them.

100 points to begin with; what is missing costs, what is there beyond need is a bonus, and counts only from 90 on.
"""

import re

from django.http import HttpResponseBase

HALF_A_YEAR = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
SCRIPT = re.compile(r"<script\b[^>]*\bsrc=[\"']([^\"']+)", re.I)
# Beyond the Observatory: what goal G12 asks of every answer.
OURS = {
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "X-Robots-Tag": "noindex",
}


def score(answer: HttpResponseBase) -> tuple[int, list[str]]:
    """(points, what cost any) of an answer over https."""
    found = [*_policy(answer), *_cookies(answer), *_others(answer), *_scripts(answer)]
    points = 100 + sum(cost for cost, _ in found if cost < 0)
    if points >= 90:
        points += sum(bonus for bonus, _ in found if bonus > 0)
    return points, [why for cost, why in found if cost < 0]


def missing_of_ours(answer) -> list[str]:
    """What our own list asks for beyond the points."""
    found = [name for name, start in OURS.items() if not answer.headers.get(name, "").startswith(start)]
    found += [f"cookie {name}" for name in answer.cookies if not name.startswith("__Host-")]
    found += [
        f"cookie {name} with a domain or path"
        for name, morsel in answer.cookies.items()
        if morsel["domain"] or morsel["path"] != "/"
    ]
    caching = answer.headers.get("Cache-Control", "")
    return found + ([] if "no-store" in caching else ["no-store"])


def _policy(answer):
    policy = answer.headers.get("Content-Security-Policy", "")
    if not policy:
        return [(-25, "no CSP")]
    rules = {}
    for rule in policy.split(";"):
        name, *sources = rule.split()
        rules.setdefault(name, sources)
    default = rules.get("default-src", ["*"])
    scripts, styles = (rules.get(name, default) for name in ("script-src", "style-src"))
    wide = {"*", "http:", "https:", "data:", "'unsafe-inline'"}
    found = []
    if wide & {*scripts, *rules.get("object-src", default)}:
        found.append((-20, "CSP: scripts from anywhere or inline"))
    if "'unsafe-eval'" in scripts:
        found.append((-10, "CSP: eval"))
    if "'unsafe-inline'" in styles:
        found.append((-5, "CSP: inline styles"))
    if not found:
        found.append((10 if default == ["'none'"] else 5, "CSP"))
    framed = rules.get("frame-ancestors", ["*"])
    if framed in (["'none'"], ["'self'"]):
        found.append((5, "frames"))
    elif answer.headers.get("X-Frame-Options", "") not in ("DENY", "SAMEORIGIN"):
        found.append((-20, "may be framed"))
    return found


def _cookies(answer):
    found = []
    for name, morsel in answer.cookies.items():
        if not morsel.value:
            continue  # taken away
        is_ours = re.search(r"session|csrf|device", name)
        if not morsel["secure"]:
            found.append((-40 if is_ours else -20, f"cookie {name} not secure"))
        if is_ours and not morsel["httponly"]:
            found.append((-30, f"cookie {name} read by scripts"))
        if morsel["samesite"] not in ("Lax", "Strict"):
            found.append((-20, f"cookie {name} sent from elsewhere"))
    return found or [(5 if answer.cookies else 0, "cookies")]


def _others(answer):
    def has(name):
        return answer.headers.get(name, "")

    yield (-50, "other sites may read it") if has("Access-Control-Allow-Origin") not in ("", "null") else (0, "CORS")
    yield (5, "referrer") if has("Referrer-Policy") in PRIVATE else (-5, "referrer")
    yield (0, "nosniff") if has("X-Content-Type-Options") == "nosniff" else (-5, "content type guessed at")
    yield (10, "CORP") if has("Cross-Origin-Resource-Policy") in ("same-origin", "same-site") else (-50, "CORP")
    age = re.search(r"max-age=(\d+)", has("Strict-Transport-Security"))
    if not age:
        yield -20, "no HSTS"
    else:
        yield (0, "HSTS") if int(age[1]) >= HALF_A_YEAR else (-10, "HSTS too short")
    location = has("Location")
    yield (-20, "sent to http") if location.startswith("http:") else (0, "redirect")


def _scripts(answer):
    if answer.streaming or not has_html(answer):
        return []
    elsewhere = [
        url for url in SCRIPT.findall(answer.content.decode(errors="replace")) if url.startswith(("http", "//"))
    ]
    return [(-50, "scripts from elsewhere")] if elsewhere else []


def has_html(answer) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html")

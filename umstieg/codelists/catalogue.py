"""The shipped lists, read from `data/*.toml`: keys, groups and first labels.

Rules and indicators name only a list and a *group* of it. Groups are fixed here; codes may be added by a centre, and
each new code joins a group.
"""

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Label:
    """How a code reads in one language during a period (both ends included, None = open)."""

    language: str
    text: str
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


@dataclass(frozen=True)
class ShippedCode:
    key: str
    group: str
    labels: tuple[Label, ...]
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


@dataclass(frozen=True)
class ShippedList:
    """One list. `restricted`: its values say so much about a person that they are stored encrypted."""

    key: str
    name: dict[str, str]
    restricted: bool
    groups: dict[str, dict[str, str]]
    codes: tuple[ShippedCode, ...]


@cache
def shipped() -> dict[str, ShippedList]:
    """All shipped lists by key, in alphabetical order."""
    return {path.stem: _read(path) for path in sorted(DATA.glob("*.toml"))}


def _read(path):
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    codes = []
    for entry in raw["code"]:
        if entry["group"] not in raw["groups"]:
            raise ValueError(f"{path.name}: code {entry['key']} joins the unknown group {entry['group']}.")
        codes.append(
            ShippedCode(
                key=entry["key"],
                group=entry["group"],
                valid_from=entry.get("valid_from"),
                valid_to=entry.get("valid_to"),
                labels=tuple(
                    Label(language, label[language], label.get("from"), label.get("until"))
                    for label in entry["labels"]
                    for language in ("de", "en")
                ),
            )
        )
    return ShippedList(
        key=path.stem,
        name=raw["name"],
        restricted=raw.get("restricted", False),
        groups=raw["groups"],
        codes=tuple(codes),
    )

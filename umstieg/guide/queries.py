"""The tips as pages show them: each with the rule of the house and with what has helped here, in two statements."""

from collections import defaultdict
from dataclasses import dataclass, field

from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.core.formats import capitalised, day
from umstieg.core.shown import Shown
from umstieg.core.wording import marked_words, typed_words, words_of

from .enums import CHAPTERS, PILLAR_OF, THEMES_OF, Level, Pillar, Theme
from .models import ChecklistTemplate, HelpedHere, HouseRule
from .tips import Tip, all_tips, nearest_tips, search_tips


@dataclass
class ShownTip(Shown):
    """One tip ready to print; texts are in pieces (is it a hit, text)."""

    row: str
    anchor: str
    level: str
    title: str
    parts: list
    chapter: str
    as_of: str
    themes: list = field(default_factory=list)  # (key, label)
    rule: dict | None = None  # parts, since, by
    helped: list = field(default_factory=list)  # dicts: id, parts, on, by, may_take_back


@dataclass(frozen=True)
class Choice:
    """What of the guide is looked for: words, a theme or a whole pillar, a level. Empty: everything."""

    typed: str = ""
    theme: str = ""
    level: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.typed or self.theme or self.level)


@dataclass
class GuidePage(Shown):
    chapters: list = field(default_factory=list)  # dicts: anchor, number, title, tips
    count: int = 0
    is_near: bool = False  # nothing holds all words; what holds the most of them is shown


def chosen(asked, *, typed="") -> Choice:
    """A choice from the parameters of an address or a form; what is not known is as if it had not been asked."""
    theme, level = asked.get("thema", "").upper(), asked.get("stufe", "").upper()
    return Choice(
        typed=typed,
        theme=theme if theme in (*Theme.values, *Pillar.values) else "",
        level=level if level in Level.values else "",
    )


def themes_by_pillar() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(key, name, themes) of each pillar, to choose from."""
    return [
        (pillar.value, str(pillar.label), [(theme.value, capitalised(str(theme.label))) for theme in themes])
        for pillar, themes in THEMES_OF.items()
    ]


def guide_page(user, choice: Choice) -> GuidePage:
    """All tips, or those that were chosen, chapter by chapter. Rule and experiences are searched too."""
    rules, helped = _rules(), _helped(user)
    typed = typed_words(choice.typed)
    found = {tip.row for tip in search_tips(choice.typed)} if choice.typed else set()
    shown = GuidePage()
    if choice.typed and not any(tip.row in found or _told(tip, rules, helped, typed) for tip in all_tips()):
        found, shown.is_near = {tip.row for tip in nearest_tips(choice.typed)}, True
    by_chapter = defaultdict(list)
    for tip in all_tips():
        if not _is_of(tip, choice):
            continue
        if choice.typed and tip.row not in found and not _told(tip, rules, helped, typed):
            continue
        by_chapter[tip.chapter].append(_shown(tip, rules, helped, typed))
        shown.count += 1
    shown.chapters = [
        {"anchor": f"kapitel-{number.replace('.', '')}", "number": number, "title": str(CHAPTERS[number]), "tips": tips}
        for number, tips in by_chapter.items()
    ]
    return shown


def shown_tips(tips, user) -> list[ShownTip]:
    """Some tips with what stands beside them."""
    rules, helped = _rules(), _helped(user)
    return [_shown(tip, rules, helped, []) for tip in tips]


def ruled_tips(tips) -> list[ShownTip]:
    """Some tips, each with the rule of the house and nothing else beside it; one statement, none without any tip."""
    rules = _rules([tip.row for tip in tips]) if tips else {}
    return [_shown(tip, rules, {}, []) for tip in tips]


def earlier_rules(tip: Tip) -> list[dict]:
    """The wordings of the house rule of before, the newest first."""
    rows = HouseRule.objects.filter(tip=tip.row).exclude(ended_at=None).order_by("-ended_at", "-pk")
    return [
        {"text": text, "since": day(kept.date()), "until": day(ended.date()), "by": by}
        for text, kept, ended, by in rows.values_list("text", "kept_at", "ended_at", "kept_by__name")
    ]


def current_rule(tip: Tip) -> str:
    return HouseRule.objects.filter(tip=tip.row, ended_at=None).values_list("text", flat=True).first() or ""


def may_take_back(user):
    """The experiences somebody may take back: her own, and those of everybody for who keeps the guide."""
    every = HelpedHere.objects.all()
    return every if has_permission(user, Permission.GUIDE_KEEP) else every.filter(noted_by=user)


def checklist_rows() -> list[dict]:
    """The lists of the centre, those that are offered first."""
    rows = ChecklistTemplate.objects.values_list("pk", "title", "theme", "items", "retired_on")
    return [
        {
            "id": pk,
            "title": title,
            "theme": capitalised(str(Theme(theme).label)) if theme else "",
            "pillar": str(PILLAR_OF[Theme(theme)].label) if theme else "",
            "points": items,
            "retired": day(retired),
        }
        for pk, title, theme, items, retired in sorted(rows, key=lambda row: (row[4] is not None, row[1].casefold()))
    ]


def offered_checklists() -> list[ChecklistTemplate]:
    """What may be started, by title."""
    return sorted(ChecklistTemplate.objects.offered(), key=lambda one: one.title.casefold())


def checklists_on(theme: Theme) -> list[ChecklistTemplate]:
    """What may be started on a theme."""
    return [one for one in offered_checklists() if one.theme == theme]


def _is_of(tip, choice):
    if choice.level and tip.level != choice.level:
        return False
    if not choice.theme:
        return True
    wanted = THEMES_OF[Pillar(choice.theme)] if choice.theme in Pillar.values else (Theme(choice.theme),)
    return bool({*tip.themes} & {*wanted})


def _told(tip, rules, helped, typed):
    """Whether every typed word begins one of the tip, its rule or what has helped."""
    beside = [rules[tip.row]["text"]] if tip.row in rules else []
    beside += [one["text"] for one in helped.get(tip.row, ())]
    if not beside or not typed:
        return False
    held = words_of(" ".join((tip.text, *beside)))
    return all(any(word.startswith(one) for word in held for one in spelled) for spelled in typed)


def _shown(tip, rules, helped, typed) -> ShownTip:
    rule = rules.get(tip.row)
    return ShownTip(
        row=tip.row,
        anchor=tip.anchor,
        level=tip.level,
        title=tip.title,
        parts=marked_words(tip.text, typed),
        chapter=tip.chapter,
        as_of=day(tip.as_of),
        themes=[(theme.value.lower(), capitalised(str(theme.label))) for theme in tip.themes],
        rule=rule and rule | {"parts": marked_words(rule["text"], typed)},
        helped=[one | {"parts": marked_words(one["text"], typed)} for one in helped.get(tip.row, ())],
    )


def _rules(of=None):
    rows = HouseRule.objects.filter(ended_at=None, **({} if of is None else {"tip__in": of})).values_list(
        "tip", "text", "kept_at", "kept_by__name"
    )
    return {tip: {"text": text, "since": day(kept.date()), "by": by} for tip, text, kept, by in rows}


def _helped(user):
    every = has_permission(user, Permission.GUIDE_KEEP)
    found = defaultdict(list)
    rows = HelpedHere.objects.order_by("-noted_on", "-pk")
    for pk, tip, text, on, by, name in rows.values_list("pk", "tip", "text", "noted_on", "noted_by", "noted_by__name"):
        mine = by == user.pk
        found[tip].append(
            {"id": pk, "text": text, "on": day(on), "by": name, "may_take_back": mine or every, "is_mine": mine}
        )
    return found

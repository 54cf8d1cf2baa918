"""Noting where a client stands, theme by theme (1.2.1). Nothing is asked that help would depend on."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Situation, ThemeEntry
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save
from umstieg.guide.enums import Theme, ThemeState

from .working import must_be_running


def note_theme(*, case, theme, state, by, since_on=None, note="") -> ThemeEntry:
    """Note the state of a theme from a day on. The one before stays readable.

    Without `since_on` a state that stays the same goes on from its day; another begins today.
    """
    with act("theme.noted", by=by, object_id=case.pk) as done:
        case = _locked(case, done)
        if theme not in Theme.values:
            raise DomainError(_("There is no such theme."), field="theme")
        if state not in ThemeState.values:
            raise DomainError(_("Please choose a state."), field="state")
        today = timezone.localdate()
        since_on = since_on or _goes_on(case, theme, state) or today
        if since_on > today:
            raise DomainError(_("This date lies in the future."), field="since_on")
        entry = ThemeEntry(case=case, theme=theme, state=state, since_on=since_on, note=note, noted_by=by)
        check_and_save(entry)
        _remember(case, theme, state, since_on, today)
    return entry


def confirm_theme(*, case, theme, by) -> ThemeEntry:
    """ "Stimmt noch": the state as it stands was confirmed today."""
    with act("theme.confirmed", by=by, object_id=case.pk) as done:
        case = _locked(case, done)
        held = situation_of(case).themes.get(theme)
        if held is None:
            raise DomainError(_("Nothing is noted about this theme yet."))
        state, since, _checked = held
        since_on = ThemeEntry._meta.get_field("since_on").from_text(since)
        entry = ThemeEntry(case=case, theme=theme, state=state, since_on=since_on, is_confirmation=True, noted_by=by)
        check_and_save(entry)
        _remember(case, theme, state, since_on, timezone.localdate())
    return entry


def _goes_on(case, theme, state):
    """Since when the theme has this state already, or None."""
    held, since, _checked = situation_of(case).themes.get(theme, (None, None, None))
    return ThemeEntry._meta.get_field("since_on").from_text(since) if held == state else None


def situation_of(case) -> Situation:
    """The situation of a case, not saved yet where nothing has been noted."""
    return Situation.objects.filter(case=case).first() or Situation(case=case)


def _remember(case, theme, state, since_on, checked_on):
    situation = situation_of(case)
    situation.themes = {**situation.themes, theme: [str(state), since_on.isoformat(), checked_on.isoformat()]}
    check_and_save(situation)


def _locked(case, done):
    """The case held until the end, so that two who note at once do not lose one of it."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    must_be_running(case)
    done.about(case.number)
    return case

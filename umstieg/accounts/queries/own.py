"""Reading facts about people who work here."""

from umstieg.codelists.queries import Labels


def spoken_labels(user) -> list[str]:
    """The languages somebody counsels in, by name."""
    labels = Labels("language")
    return sorted(labels.many("language", user.spoken_languages.values_list("language", flat=True)))

"""Every theme leads to partners."""

from umstieg.codelists.queries import keys_of
from umstieg.guide.enums import Theme
from umstieg.guide.topics import TOPICS_OF


def test_every_theme_has_a_topic_and_every_topic_stands_in_the_list(db):
    known = set(keys_of("topic", known_only=True))
    assert set(TOPICS_OF) == set(Theme)
    assert all(topics and set(topics) <= known for topics in TOPICS_OF.values())

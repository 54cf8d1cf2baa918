"""Proves that every address answers everybody as `access/matrix.py` says, for own, the team's, foreign and missing
objects, by GET and POST; that what somebody may not see cannot be told from what is not there; and that taking away a
single check makes the walk report it.
"""

import logging

import pytest

from umstieg.testing.walker import Walker
from umstieg.testing.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def walker(db):
    logging.disable(logging.CRITICAL)  # thousands of refusals
    yield Walker(make_world())
    logging.disable(logging.NOTSET)


def test_every_address_answers_everybody_as_the_matrix_says(walker):
    import time
    t=time.time()
    d = walker.deviations()
    print(walker.asked, time.time()-t)
    assert not d, "\n".join(d)

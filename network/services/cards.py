"""People of the network from vCards."""

from network.models import ContactPerson, Organisation
from umstieg.audit.recording import act

from .intake import settle, waiting
from .person import add_person


def import_cards(*, intake, people, by) -> list[ContactPerson]:
    """Add the people chosen of the cards. `people` are facts for `add_person`, with the id of their organisation."""
    with act("contact_people.imported", by=by, reason=str(len(people))):
        intake = waiting(intake.pk)
        held = Organisation.objects.in_bulk([facts["organisation"] for facts in people if facts["organisation"]])
        added = [add_person(**{**facts, "organisation": held.get(facts["organisation"])}, by=by) for facts in people]
        settle(intake=intake, verdict={"counts": {"added": len(added)}})
    return added

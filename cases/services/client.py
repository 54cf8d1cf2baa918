"""What is known of a client: written with her cases' numbers in the log."""

from django.utils.translation import gettext as _

from cases.enums import IdentityKind
from cases.models import Case, Client, ClientLanguage, ContactChannel
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.meanwhile import only_changed
from umstieg.core.saving import check_and_save, set_facts

from .numbers import new_client_number
from .search import index_client

# What an anonymous client has none of; taken away when she chooses to be anonymous.
IDENTIFYING = {"name": "", "residence_place": "", "birth_year": None}


def add_client(*, year, by, **facts) -> Client:
    """A new client, only as part of opening a case (`open_case`); `facts` are fields of Client."""
    client = Client(number=new_client_number(year), **facts)
    _stay_anonymous(client)
    check_and_save(client)
    index_client(client)
    return client


def change_client(*, client, by, seen=None, **facts) -> Client:
    """Change what is known of a client; fields that are not named stay.

    `seen` ({field: digest}, `meanwhile.opened_with`) is what the form was opened with: fields left as they were stay as
    others have set them, and ChangedMeanwhile tells where two people have changed the same one.
    """
    with act("client.changed", by=by, object_id=client.pk) as done:
        done.about(*case_numbers(client))
        client = Client.objects.select_for_update().get(pk=client.pk)  # what others changed meanwhile stays
        labels = {one.name: one.verbose_name for one in client._meta.fields}
        facts = only_changed(facts, {name: getattr(client, name) for name in facts}, seen, labels)
        changed = set_facts(client, facts) + _stay_anonymous(client)
        if changed:
            check_and_save(client, only=changed)
            index_client(client)
    return client


def add_channel(*, client, by, **facts) -> ContactChannel:
    """A way to reach her, with its safety rules."""
    with act("contact_channel.added", by=by, object_id=client.pk) as done:
        done.about(*case_numbers(client))
        channel = ContactChannel(client=client, **facts)
        check_and_save(channel)
        index_client(client)
    return channel


def change_channel(*, channel, by, **facts) -> ContactChannel:
    with act("contact_channel.changed", by=by, object_id=channel.pk) as done:
        done.about(*case_numbers(channel.client))
        channel = ContactChannel.objects.select_for_update(of=("self",)).select_related("client").get(pk=channel.pk)
        if changed := set_facts(channel, facts):
            check_and_save(channel, only=changed)
        index_client(channel.client)
    return channel


def remove_channel(*, channel, by) -> None:
    """Forget a way of contact for good, e.g. a number that now belongs to somebody else."""
    with act("contact_channel.removed", by=by, object_id=channel.pk) as done:
        client = channel.client
        done.about(*case_numbers(client))
        channel.delete()
        index_client(client)


def add_language(*, client, language, by, level="", needs_mediation=False) -> ClientLanguage:
    """A language she speaks."""
    with act("client_language.added", by=by, object_id=client.pk) as done:
        done.about(*case_numbers(client))
        if any(known.language == language for known in client.languages.all()):  # encrypted: no constraint can see it
            raise DomainError(_("This language is already in the file."), field="language")
        spoken = ClientLanguage(client=client, language=language, level=level, needs_mediation=needs_mediation)
        check_and_save(spoken)
    return spoken


def change_language(*, spoken, by, level, needs_mediation) -> ClientLanguage:
    """How well she speaks a language, and whether talks in it need a mediator."""
    with act("client_language.changed", by=by, object_id=spoken.client_id) as done:
        done.about(*case_numbers(spoken.client))
        if changed := set_facts(spoken, {"level": level, "needs_mediation": needs_mediation}):
            check_and_save(spoken, only=changed)
    return spoken


def remove_language(*, spoken, by) -> None:
    with act("client_language.removed", by=by, object_id=spoken.client_id) as done:
        done.about(*case_numbers(spoken.client))
        spoken.delete()


def case_numbers(client) -> list[str]:
    """Numbers of all cases of a client, for the log."""
    return list(Case.objects.filter(client=client).order_by("number").values_list("number", flat=True))


def _stay_anonymous(client) -> list[str]:
    """Take away what an anonymous client has none of; returns the names of the fields that changed."""
    return set_facts(client, IDENTIFYING) if client.identity_kind == IdentityKind.ANONYMOUS else []

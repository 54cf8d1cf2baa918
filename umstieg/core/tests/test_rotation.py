"""After a rotation everything is readable with the new key alone, and the old key opens nothing any more."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from cases.models import Case, Client, CounsellingSession, SessionVersion
from cases.services.client import add_channel, add_language
from cases.services.session import correct_session
from umstieg.accounts.adapters import MFAAdapter
from umstieg.audit.management.commands import rotate_keys
from umstieg.audit.models import AuditEvent
from umstieg.audit.verification import verify
from umstieg.core.crypto import DecryptionError, encrypt
from umstieg.core.keys import fresh_key
from umstieg.core.rotation import seal_anew, sealed_tables
from umstieg.testing.make import make_case, make_session, make_user

pytestmark = pytest.mark.django_db

OLD, NEW = f"old:{fresh_key()}", f"new:{fresh_key()}"
BOTH = f"{NEW},{OLD}"


def run(command, **options):
    """(output, errors) of a command."""
    out, err = io.StringIO(), io.StringIO()
    call_command(command, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def raw(model, column, pk):
    with connection.cursor() as cursor:
        quote = connection.ops.quote_name
        cursor.execute(
            f"SELECT {quote(column)} FROM {quote(model._meta.db_table)} WHERE {quote(model._meta.pk.column)} = %s",
            [model._meta.pk.get_db_prep_value(pk, connection)],
        )
        return cursor.fetchone()[0]


def write_raw(model, column, pk, value):
    with connection.cursor() as cursor:
        quote = connection.ops.quote_name
        cursor.execute(
            f"UPDATE {quote(model._meta.db_table)} SET {quote(column)} = %s WHERE {quote(model._meta.pk.column)} = %s",
            [value, model._meta.pk.get_db_prep_value(pk, connection)],
        )


def stored_values():
    return [v for table in sealed_tables() for rows in table.rows() for row in rows for v in row[1:] if v is not None]


@pytest.fixture
def centre():
    """Records with every kind of encrypted column, sealed with the old key alone."""
    with override_settings(FIELD_KEYS=OLD):
        case = make_case(client_facts={"pseudonym": "Mara", "age": 34, "age_told_on": "2026-01-05", "name": ""})
        by = case.counsellor
        add_channel(client=case.client, by=by, kind="CALL", value="0176 1234567")
        add_language(client=case.client, by=by, language="bg")
        session = make_session(case, note="ein Gespräch", topics=["konto"], mediation_language="bg")
        correct_session(session=session, by=by, version=1, note="ein längeres Gespräch")
        secret = MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
        Authenticator.objects.create(user=make_user(), type="totp", data={"secret": secret, "plain": "stays"})
        yield case


def test_every_value_is_readable_with_the_new_key_alone(centre):
    with override_settings(FIELD_KEYS=BOTH):
        run("rotate_keys")
    with override_settings(FIELD_KEYS=NEW):
        client = Client.objects.get()
        assert (client.pseudonym, client.age, client.age_told_on.isoformat()) == ("Mara", 34, "2026-01-05")
        session = CounsellingSession.objects.get()
        assert (session.note, session.topics) == ("ein längeres Gespräch", ["konto"])
        assert SessionVersion.objects.get().facts["note"] == "ein Gespräch"
        data = Authenticator.objects.get().data
        assert (MFAAdapter().decrypt(data["secret"]), data["plain"]) == ("JBSWY3DPEHPK3PXP", "stays")
        run("check_crypto")


def test_the_old_key_opens_nothing_after_a_rotation(centre):
    with override_settings(FIELD_KEYS=BOTH):
        run("rotate_keys")
    assert stored_values()
    assert [value for value in stored_values() if not value.startswith("enc:new:")] == []
    with override_settings(FIELD_KEYS=OLD):
        with pytest.raises(DecryptionError):
            list(Client.objects.all())
        with pytest.raises(CommandError):
            run("check_crypto")


def test_empty_texts_are_sealed_and_rotated_too(centre):
    assert raw(Client, "name", centre.client_id).startswith("enc:old:")
    with override_settings(FIELD_KEYS=BOTH):
        run("rotate_keys")
        assert raw(Client, "name", centre.client_id).startswith("enc:new:")
        assert Client.objects.get().name == ""


def test_a_second_rotation_changes_nothing(centre):
    with override_settings(FIELD_KEYS=BOTH):
        run("rotate_keys")
        before = stored_values()
        out, _ = run("rotate_keys")
    assert stored_values() == before
    assert "sealed anew" not in out


def test_a_rotation_goes_on_where_it_was_stopped(centre, monkeypatch):
    monkeypatch.setattr("umstieg.core.rotation.BATCH", 1)
    with override_settings(FIELD_KEYS=BOTH):
        calls = iter(range(100))

        def stop_at_third(*arguments):
            if next(calls) == 2:
                raise KeyboardInterrupt
            seal_anew(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(rotate_keys, "seal_anew", stop_at_third)
            with pytest.raises(KeyboardInterrupt):
                run("rotate_keys")
        assert {value.split(":")[1] for value in stored_values()} == {"old", "new"}
        run("rotate_keys")
    assert {value.split(":")[1] for value in stored_values()} == {"new"}


def test_a_value_written_during_the_rotation_is_not_overwritten(centre):
    table = next(table for table in sealed_tables() if table.name == Client._meta.db_table)
    name = Client._meta.get_field("name")
    before = raw(Client, "name", centre.client_id)
    Client.objects.filter(pk=centre.client_id).update(name="inzwischen")
    key = Client._meta.pk.get_db_prep_value(centre.client_id, connection)
    assert table.replace(key, name, before, "enc:new:stale") is False
    assert Client.objects.get().name == "inzwischen"


def test_rotation_says_how_many_values_and_stands_in_the_log(centre):
    with override_settings(FIELD_KEYS=BOTH):
        out, _ = run("rotate_keys")
    fields = {table.name: len(table.fields) for table in sealed_tables()}
    nulls = 1  # the year of birth; an age is known
    assert f"cases_client: {fields['cases_client'] - nulls} values sealed anew" in out
    assert "mfa_authenticator: 1 values sealed anew" in out
    assert "Can be dropped from FIELD_KEYS: old." in out
    tables = [event.acts[0]["reason"] for event in AuditEvent.objects.filter(event="keys.rotated").order_by("seq")]
    assert {"cases_client", "cases_counsellingsession", ""} <= set(tables)
    assert verify().intact


def test_a_value_that_does_not_open_is_left_alone_and_the_old_key_is_not_given_up(centre):
    damaged = raw(Client, "pseudonym", centre.client_id)[:-6] + "AAAAAA"
    write_raw(Client, "pseudonym", centre.client_id, damaged)
    with override_settings(FIELD_KEYS=BOTH):
        with pytest.raises(CommandError, match="1 values do not open"):
            run("rotate_keys")
        assert raw(Client, "pseudonym", centre.client_id) == damaged
        assert raw(Client, "name", centre.client_id).startswith("enc:new:")


# --- check_crypto ----------------------------------------------------------------------------------


def check():
    """(output, errors, whether it failed) of check_crypto."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check_crypto", stdout=out, stderr=err)
    except CommandError:
        return out.getvalue(), err.getvalue(), True
    return out.getvalue(), err.getvalue(), False


def test_a_sound_database_passes_the_check(centre):
    out, err, failed = check()
    assert not failed
    assert err == ""
    assert f"readable: {len(stored_values()) + 1:,}" in out  # and the second factor


def test_the_check_counts_values_under_older_keys(centre):
    with override_settings(FIELD_KEYS=BOTH):
        out, _, failed = check()
    assert not failed
    assert f"old key: {len(stored_values()) + 1:,}" in out
    assert f"key old: {len(stored_values()) + 1:,} values" in out


@pytest.mark.parametrize(
    ("broken", "state"),
    [
        (lambda value: value[:-6] + "AAAAAA", "damaged"),
        (lambda _: "Mara", "damaged"),
        (lambda _: "enc:old:", "damaged"),
        (lambda _: "enc:old:%%%", "damaged"),
        (lambda value: value.replace("enc:old:", "enc:gone:"), "unknown key"),
    ],
    ids=["bits changed", "plain text", "empty", "no base64", "key missing"],
)
def test_the_check_finds_what_does_not_open(centre, broken, state):
    write_raw(Client, "pseudonym", centre.client_id, broken(raw(Client, "pseudonym", centre.client_id)))
    out, err, failed = check()
    assert failed
    assert f"! cases_client.pseudonym: 1 {state}, rows " in err
    assert "Mara" not in out + err


def test_the_check_finds_a_value_that_was_moved_to_another_column(centre):
    write_raw(
        Client, "pseudonym", centre.client_id, raw(CounsellingSession, "note", CounsellingSession.objects.get().pk)
    )
    _, err, failed = check()
    assert failed
    assert "! cases_client.pseudonym: 1 moved" in err


def test_the_check_finds_a_number_that_is_none(centre):
    write_raw(Client, "age", centre.client_id, encrypt("dreißig", "cases_client.age"))
    _, err, failed = check()
    assert failed
    assert "! cases_client.age: 1 damaged" in err


def test_the_check_finds_a_damaged_second_factor(centre):
    Authenticator.objects.update(data={"secret": "enc:old:AAAA"})
    _, err, failed = check()
    assert failed
    assert "! mfa_authenticator.data: 1 damaged" in err


def test_checking_and_rotating_read_in_batches(centre):
    for _ in range(4):
        make_case(counsellor=centre.counsellor)
    table = next(table for table in sealed_tables() if table.name == "cases_client")
    assert [len(rows) for rows in table.rows(batch=2)] == [2, 2, 1]
    assert Case.objects.count() == 5

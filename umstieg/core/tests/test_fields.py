"""Encrypted fields behave like their plain kin in Python and in forms, and are ciphertext in the database."""

import datetime

import pytest
from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, transaction
from django.db.models import Count, F, Max, Value
from django.db.models.functions import Lower

from cases.models import Client, ClientLanguage, CounsellingSession
from umstieg.audit.recording import act
from umstieg.core.crypto import DecryptionError, decrypt, encrypt, key_id_of
from umstieg.core.fields import (
    EncryptedCharField,
    EncryptedDateField,
    EncryptedIntegerField,
    EncryptedJSONField,
    EncryptedTextField,
    encrypted_fields,
)
from umstieg.testing.make import make_case, make_session

LONG = "Ä€🌍 " * 1250
TEXTS = [
    "",
    "a",
    "ß",
    "  Blanks  ",
    "Zeile\r\nZeile",
    "\x00",
    "👩🏽‍🚒 🇧🇬",
    "\ud83d\ude00",
    "\ud800",
    "enc:1:AAAA",
    LONG,
]


def stored(model, column, pk):
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{column}" FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = %s',
            [model._meta.pk.get_db_prep_value(pk, connection)],
        )
        return cursor.fetchone()[0]


@pytest.fixture
def client(db):
    return make_case(client_facts={"pseudonym": "Mara"}).client


# --- round trips -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_text_comes_back_as_it_was(client, text):
    Client.objects.filter(pk=client.pk).update(contact_rule=text)
    assert Client.objects.get().contact_rule == text
    assert stored(Client, "contact_rule", client.pk).startswith("enc:1:")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"birth_year": None, "age": None, "age_told_on": None},
        {"birth_year": 1987},
        {"age": 0, "age_told_on": datetime.date(1, 1, 1)},
        {"age": -5, "age_told_on": datetime.date(9999, 12, 31)},
        {"age": 10**40, "age_told_on": datetime.date(2024, 2, 29)},
    ],
)
def test_numbers_and_dates_come_back_as_they_were(client, facts):
    Client.objects.filter(pk=client.pk).update(**facts)
    held = Client.objects.get()
    assert {name: getattr(held, name) for name in facts} == facts


@pytest.mark.django_db
@pytest.mark.parametrize("value", [[], ["konto", "budget"], ["ä🌍"], {"a": [1, None, True], "ö": {"b": "c"}}, None])
def test_lists_and_dictionaries_come_back_as_they_were(value):
    session = make_session(make_case())
    if value is not None:
        CounsellingSession.objects.filter(pk=session.pk).update(topics=value)
        assert CounsellingSession.objects.get().topics == value
    field = CounsellingSession._meta.get_field("topics")
    assert field.from_text(field.to_text(value)) == value


def test_nothing_is_null_and_everything_else_is_sealed(client):
    assert stored(Client, "age", client.pk) is None
    assert stored(Client, "name", client.pk).startswith("enc:1:")
    assert len(stored(Client, "name", client.pk)) > 30, "an empty text is sealed like any other"


def test_the_same_text_reads_differently_each_time_it_is_sealed():
    assert encrypt("Mara", "a.b") != encrypt("Mara", "a.b")


def test_values_read_as_models_as_tuples_and_by_halves(client):
    assert Client.objects.values_list("pseudonym", flat=True).get() == "Mara"
    assert Client.objects.values("pseudonym").get() == {"pseudonym": "Mara"}
    assert Client.objects.only("pseudonym").get().pseudonym == "Mara"
    assert Client.objects.defer("pseudonym").get().pseudonym == "Mara"
    assert make_case(client=client).client.pseudonym == "Mara"
    client.refresh_from_db(fields=["pseudonym"])
    assert client.pseudonym == "Mara"


def test_every_way_of_writing_seals(client):
    rows = Client.objects.bulk_create(Client(number=f"K{n}", pseudonym=f"Star {n}", age=None) for n in range(3))
    for row in rows:
        row.pseudonym = f"Fink {row.number}"
    Client.objects.bulk_update(rows, ["pseudonym", "age"])
    assert {row.pseudonym for row in Client.objects.exclude(pk=client.pk)} == {"Fink K0", "Fink K1", "Fink K2"}
    with act("client.changed", by=None):
        client.pseudonym = "Drossel"
        client.save(update_fields=["pseudonym"])
        Client.objects.update_or_create(number="K9", defaults={"pseudonym": "Pirol"})
    Client.objects.filter(number="K0").update(pseudonym="Zeisig")
    for pk, pseudonym in Client.objects.values_list("pk", "pseudonym"):
        assert decrypt(stored(Client, "pseudonym", pk), "cases_client.pseudonym") == pseudonym
    assert set(Client.objects.values_list("pseudonym", flat=True)) >= {"Drossel", "Pirol", "Zeisig", "Fink K1"}


# --- what the database must not be asked -------------------------------------------------------------


@pytest.mark.parametrize(
    "lookup", ["pseudonym", "pseudonym__exact", "pseudonym__in", "pseudonym__icontains", "age__gt", "age_told_on__year"]
)
def test_no_lookup_but_isnull_is_possible(client, lookup):
    with pytest.raises(FieldError, match="encrypted|not allowed|Unsupported"):
        list(Client.objects.filter(**{lookup: [1] if lookup.endswith("__in") else 1}))


def test_whether_a_value_is_there_may_be_asked(client):
    assert Client.objects.filter(age__isnull=True).exists()
    assert not Client.objects.exclude(birth_year__isnull=True).exists()
    with pytest.raises(FieldError, match="blind index"):
        Client.objects.filter(age=None)


@pytest.mark.parametrize("expression", [Value("offen"), F("number"), F("name"), Lower(F("number"))], ids=repr)
def test_an_expression_is_never_written_because_it_would_stay_open(client, expression):
    with pytest.raises(FieldError), transaction.atomic():
        Client.objects.filter(pk=client.pk).update(pseudonym=expression)
    assert Client.objects.get().pseudonym == "Mara"


def test_counting_is_possible_and_the_greatest_is_no_reading(client):
    """The database orders ciphertext: what comes back says nothing, so lists sort in Python."""
    assert Client.objects.aggregate(n=Count("pseudonym"))["n"] == 1
    assert Client.objects.aggregate(m=Max("pseudonym"))["m"] == "Mara"


# --- what a thief or a mistake may do ----------------------------------------------------------------


def test_a_value_copied_to_another_column_does_not_open(client):
    Client.objects.filter(pk=client.pk).update(name="Elena")
    with connection.cursor() as cursor:
        cursor.execute('UPDATE cases_client SET "pronoun" = "name"')
    with pytest.raises(DecryptionError, match=r"cases_client\.pronoun"):
        Client.objects.get()


def test_a_damaged_value_says_where_and_not_what(client):
    for broken in ("Mara", "", "enc:", "enc:1:", "enc:1:%", "enc:1:QUJD", "enc:2:" + "A" * 60):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_client SET pseudonym = %s", [broken])
        with pytest.raises(DecryptionError) as error:
            Client.objects.get()
        assert "cases_client.pseudonym" in str(error.value)
        assert "Mara" not in str(error.value)


def test_a_sealed_value_names_its_key():
    assert key_id_of(encrypt("x", "a.b")) == "1"
    with pytest.raises(DecryptionError):
        key_id_of("x")


# --- forms and validation ----------------------------------------------------------------------------


def test_forms_are_those_of_the_plain_fields():
    def field(name):
        return Client._meta.get_field(name).formfield()

    assert isinstance(field("pseudonym"), forms.CharField)
    assert field("pseudonym").max_length == 60
    assert isinstance(field("contact_rule").widget, forms.Textarea)
    assert isinstance(field("age_told_on"), forms.DateField)
    assert isinstance(field("birth_year"), forms.IntegerField)
    with pytest.raises(ValidationError):
        field("pseudonym").clean("x" * 61)


@pytest.mark.parametrize(
    ("name", "value"),
    [("pseudonym", "x" * 61), ("contact_rule", "x" * 501), ("age", 121), ("birth_year", 1899), ("pseudonym", "")],
)
def test_limits_hold_for_rows_too_in_characters_of_the_text(client, name, value):
    setattr(client, name, value)
    with pytest.raises(ValidationError) as error:
        client.full_clean()
    assert name in error.value.message_dict


def test_the_longest_allowed_text_is_stored_whole(client):
    client.pseudonym = "Ö" * 60
    client.full_clean()
    Client.objects.filter(pk=client.pk).update(pseudonym=client.pseudonym)
    assert Client.objects.get().pseudonym == "Ö" * 60


# --- migrations --------------------------------------------------------------------------------------

KINDS = (EncryptedTextField, EncryptedCharField, EncryptedDateField, EncryptedIntegerField, EncryptedJSONField)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_is_a_text_column_and_deconstructs_to_itself(kind):
    field = kind(**({"max_length": 9} if kind is EncryptedCharField else {}))
    assert field.get_internal_type() == "TextField"
    assert field.db_type(connection) == "text"
    _, path, args, kwargs = field.deconstruct()
    assert path == f"umstieg.core.fields.{kind.__name__}"
    assert kind(*args, **kwargs).deconstruct() == field.deconstruct()


def test_the_encrypted_fields_of_a_model_are_known():
    assert [field.name for field in encrypted_fields(ClientLanguage)] == ["language"]
    assert "number" not in {field.name for field in encrypted_fields(Client)}

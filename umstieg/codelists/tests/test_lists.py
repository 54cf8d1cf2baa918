"""Value lists: shipped ones load, labels follow the day, codes never vanish, restricted values are never in clear."""

import datetime
import re
import time

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from umstieg.audit.recording import act
from umstieg.codelists.catalogue import shipped
from umstieg.codelists.fields import CodeChoice, CodesChoice, CodesField
from umstieg.codelists.loading import load_codelists
from umstieg.codelists.models import Code, CodeLabel
from umstieg.codelists.queries import Labels, all_lists, choices, grouped_choices, keys_in_group, keys_of
from umstieg.core.kept import keep_only

LAST_OF_JUNE, FIRST_OF_JULY = datetime.date(2026, 6, 30), datetime.date(2026, 7, 1)
# Domain d, in its order: gender, residence, benefits, insurance, housing, German and education, places, access, topics,
# contact, accompaniment, closing and outcome, status, partners and offers.
EXPECTED = {
    *("gender", "residence_status", "benefit", "health_insurance", "housing", "german_level", "school_leaving"),
    *(
        "vocational_training",
        "recognition",
        "course_access",
        "venue_type",
        "venue_legal_class",
        "access_route",
        "topic",
    ),
    *("contact_mode", "contact_setting", "referral_result", "accompaniment", "closing_reason", "outcome"),
    *("sex_work_status", "partner_type", "group_offer", "drop_in_service", "goodie", "language", "country", "income"),
}
RESTRICTED = {"residence_status", "sex_work_status", "health_insurance", "country"}


# --- the shipped lists -------------------------------------------------------------------------------


def test_all_lists_of_the_domain_are_shipped():
    assert set(shipped()) >= EXPECTED


@pytest.mark.parametrize("listed", shipped().values(), ids=lambda listed: listed.key)
def test_a_shipped_list_is_sound(listed):
    keys = [code.key for code in listed.codes]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[A-Za-z0-9_]{1,40}", key) for key in keys)
    assert {code.group for code in listed.codes} <= set(listed.groups)
    assert set(listed.name) == {"de", "en"}
    assert all(set(names) == {"de", "en"} and all(names.values()) for names in listed.groups.values())
    for code in listed.codes:
        texts = {
            language: [label.text for label in code.labels if label.language == language] for language in ("de", "en")
        }
        assert len(texts["de"]) == len(texts["en"]) > 0, code.key
        assert all(text.strip() == text and 0 < len(text) <= 120 for found in texts.values() for text in found), (
            code.key
        )


@pytest.mark.parametrize("listed", shipped().values(), ids=lambda listed: listed.key)
def test_no_day_has_two_labels_and_none_is_without_one(listed):
    for code in listed.codes:
        for language in ("de", "en"):
            labels = [label for label in code.labels if label.language == language]
            for day in (datetime.date(2000, 1, 1), LAST_OF_JUNE, FIRST_OF_JULY, datetime.date(2040, 1, 1)):
                valid = [
                    label
                    for label in labels
                    if (not label.valid_from or label.valid_from <= day)
                    and (not label.valid_to or day <= label.valid_to)
                ]
                assert len(valid) == 1, (code.key, language, day)


def test_asked_and_not_told_differs_from_not_asked_in_every_list_about_people():
    """`keine_angabe` = asked, not told; `unklar` = nobody knows; empty = not asked (design 3)."""
    about_people = EXPECTED - {"goodie", "group_offer", "drop_in_service", "venue_legal_class", "gender"}
    without = {
        key for key in about_people if not {"keine_angabe", "unklar"} <= {code.key for code in shipped()[key].codes}
    }
    assert without == set()
    assert "keine_angabe" in {code.key for code in shipped()["gender"].codes}


@pytest.mark.django_db
def test_every_shipped_code_is_in_the_database_after_migrate():
    wanted = {(listed.key, code.key, code.group) for listed in shipped().values() for code in listed.codes}
    assert set(Code.objects.values_list("list_key", "key", "group")) == wanted
    assert load_codelists() == 0, "a second time brings nothing new"


@pytest.mark.django_db
def test_every_code_reads_in_german_and_in_english():
    for language in ("de", "en"):
        labels = Labels(*shipped(), language=language)
        for listed in shipped().values():
            for code in listed.codes:
                texts = {label.text for label in code.labels if label.language == language}
                assert labels(listed.key, code.key) in texts


# --- restricted values -------------------------------------------------------------------------------


def test_the_lists_that_say_much_about_a_person_are_restricted():
    assert {key for key, listed in shipped().items() if listed.restricted} >= RESTRICTED


def code_fields():
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if getattr(field, "codelist", None):
                yield model, field


def test_a_code_of_a_restricted_list_is_never_stored_in_clear():
    assert {field.codelist for _, field in code_fields()} <= set(shipped())
    open_ones = [
        f"{model.__name__}.{field.name}"
        for model, field in code_fields()
        if shipped()[field.codelist].restricted and not getattr(field, "encrypted", False)
    ]
    assert open_ones == []


def test_topics_languages_and_gender_are_encrypted_although_their_lists_are_not_restricted():
    """They tell of health and origin (ADR 0006)."""
    encrypted = {field.codelist for _, field in code_fields() if getattr(field, "encrypted", False)}
    assert encrypted >= {"topic", "language", "gender", "country"}


def test_codes_in_clear_are_short_texts_or_lists_of_them_that_are_empty_when_not_asked():
    for _, field in code_fields():
        if not getattr(field, "encrypted", False):
            assert isinstance(field, models.CharField | CodesField)
            assert field.default in ("", list)


# --- labels by date ----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "day", "label"),
    [
        ("de", LAST_OF_JUNE, "Bürgergeld (SGB II)"),
        ("de", FIRST_OF_JULY, "Grundsicherungsgeld (SGB II)"),
        ("en", LAST_OF_JUNE, "Citizen’s benefit (Bürgergeld, SGB II)"),
        ("en", FIRST_OF_JULY, "Basic income support (Grundsicherungsgeld, SGB II)"),
        ("de", datetime.date(1999, 1, 1), "Bürgergeld (SGB II)"),
        ("de", datetime.date(2040, 1, 1), "Grundsicherungsgeld (SGB II)"),
    ],
)
def test_a_benefit_reads_as_it_was_called_that_day(language, day, label):
    assert Labels("benefit", language=language)("benefit", "sgb2", on=day) == label


@pytest.mark.django_db
def test_a_label_without_a_day_is_that_of_today_and_of_the_reader_s_language():
    with translation.override("en"):
        assert Labels("topic")("topic", "konto") == "Bank account"
    with translation.override("de"):
        assert Labels("topic")("topic", "konto") == "Konto"
    assert Labels("topic")("topic", "") == Labels("topic")("topic", None) == ""
    assert Labels("topic")("topic", "gibt_es_nicht") == "gibt_es_nicht"
    assert Labels("topic", language="de").many("topic", ["konto", "budget"]) == ["Konto", "Budget"]
    assert Labels("topic").many("topic", None) == []


@pytest.mark.django_db
def test_all_lists_are_one_statement_and_then_none(django_assert_num_queries):
    keep_only({})
    for statements in (1, 0):
        with django_assert_num_queries(statements):
            labels = Labels("topic", "benefit", "language")
            assert all(labels(*pair) for pair in (("topic", "konto"), ("benefit", "sgb2"), ("language", "bg")))
            assert keys_of("topic")
            assert grouped_choices("topic")


@pytest.mark.django_db
def test_what_another_process_changes_is_seen_within_half_a_minute(monkeypatch):
    keep_only({})
    assert Labels("topic", language="de")("topic", "konto") == "Konto"
    CodeLabel.objects.filter(code__list_key="topic", code__key="konto", language="de").update(text="Girokonto")
    assert Labels("topic", language="de")("topic", "konto") == "Konto"
    later = time.monotonic() + 31
    monkeypatch.setattr("umstieg.core.kept.time.monotonic", lambda: later)
    assert Labels("topic", language="de")("topic", "konto") == "Girokonto"


@pytest.mark.django_db
def test_a_change_of_our_own_is_seen_at_once_also_after_another_thread_has_read(django_capture_on_commit_callbacks):
    label = CodeLabel.objects.get(code__list_key="topic", code__key="konto", language="de")
    before = all_lists()
    with django_capture_on_commit_callbacks(execute=True), act("codelists.loaded", by=None):
        label.text = "Girokonto"
        label.save()
        assert Labels("topic", language="de")("topic", "konto") == "Girokonto"
        keep_only({"codelists": before})  # another thread, which does not see it yet
    assert Labels("topic", language="de")("topic", "konto") == "Girokonto"


# --- what a centre may change ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_label_the_centre_has_changed_survives_loading_again():
    label = CodeLabel.objects.get(code__list_key="topic", code__key="konto", language="de")
    with act("codelists.loaded", by=None):
        label.text = "Bankkonto"
        label.save()
        CodeLabel.objects.filter(code__list_key="topic", code__key="budget").delete()
        Code.objects.filter(list_key="topic", key="budget")._raw_delete("default")  # load_codelists makes it known
    assert load_codelists() == 1, "what is missing comes back"
    assert Labels("topic", language="de")("topic", "konto") == "Bankkonto"
    assert Labels("topic", language="de")("topic", "budget") == "Budget"


@pytest.mark.django_db
def test_a_code_is_never_deleted_only_ended():
    code = Code.objects.get(list_key="topic", key="konto")
    for delete in (code.delete, Code.objects.all().delete, Code.objects.filter(pk=code.pk).delete):
        with pytest.raises(TypeError, match="never deleted"):
            delete()
    assert Code.objects.filter(pk=code.pk).exists()


@pytest.mark.django_db
def test_a_new_code_joins_a_group_of_its_list():
    with pytest.raises(ValidationError) as error:
        Code(list_key="topic", key="neu", group="gibt_es_nicht").full_clean()
    assert "group" in error.value.message_dict
    Code(list_key="topic", key="neu", group="housing").full_clean()
    with pytest.raises(ValidationError):
        Code(list_key="topic", key="konto", group="existence").full_clean()


@pytest.fixture
def ended(db):
    code = Code.objects.get(list_key="topic", key="konto")
    with act("codelists.loaded", by=None):
        code.valid_to = LAST_OF_JUNE
        code.save()
    return code


def test_an_ended_code_is_offered_only_where_a_record_holds_it(ended):
    assert "konto" in keys_of("topic", on=LAST_OF_JUNE)
    assert "konto" not in keys_of("topic", on=FIRST_OF_JULY)
    assert "konto" in keys_of("topic", on=FIRST_OF_JULY, keep=["konto"])
    assert "konto" in keys_in_group("topic", "existence"), "indicators count it on"
    with pytest.raises(ValidationError):
        CodeChoice("topic").clean("konto")
    chips = CodesChoice("topic")
    chips.offer(keep=["konto"])
    assert chips.clean(["konto"]) == ["konto"]


def test_an_end_before_the_beginning_is_refused(ended):
    ended.valid_from = FIRST_OF_JULY
    with pytest.raises(ValidationError):
        ended.full_clean()


@pytest.mark.django_db
def test_choices_come_in_the_order_of_the_list_and_in_groups():
    order = [code.key for code in shipped()["contact_mode"].codes]
    assert keys_of("contact_mode") == order
    assert [key for key, _ in choices("contact_mode")] == order
    groups = grouped_choices("topic")
    assert [name for name, _ in groups][:2] == ["Existenz", "Wohnen"]
    assert sum(len(codes) for _, codes in groups) == len(shipped()["topic"].codes)


@pytest.mark.django_db
def test_what_the_person_at_the_form_knows_anyhow_is_not_asked_as_unknown():
    known = keys_of("contact_mode", known_only=True)
    assert "telefon" in known
    assert not {"unklar", "keine_angabe"} & set(known)


def test_a_list_with_an_unknown_group_is_refused_when_it_is_read(tmp_path):
    from umstieg.codelists.catalogue import _read

    path = tmp_path / "broken.toml"
    path.write_text(
        'name = {de="x", en="x"}\n[groups]\na = {de="a", en="a"}\n[[code]]\nkey="k"\ngroup="b"\nlabels=[]\n'
    )
    with pytest.raises(ValueError, match="unknown group b"):
        _read(path)

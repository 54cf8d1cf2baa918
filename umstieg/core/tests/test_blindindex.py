"""Words are compared without case, accents and spacing; phone numbers without spelling."""

import unicodedata

import pytest

from umstieg.core.blindindex import digest_to_find, digests_to_store, fold, phone_digits, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  łucja  ö ", "lucja o"),
        ("Łucja Ö", "lucja o"),
        ("ŁUCJA O\u0308", "lucja o"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Đorđe", "dorde"),
        ("Søren", "soren"),
        ("İpek IŞIK", "ipek isik"),
        ("Çağla", "cagla"),
        ("Ελένη", "ελενη"),
        ("Елена", "елена"),
        ("ﬁne", "fine"),
        ("\u00a0a\u2003b\t", "a b"),
        ("", ""),
    ],
)
def test_spellings_of_one_word_fold_to_the_same(typed, folded):
    assert fold(typed) == folded


def test_folding_twice_changes_nothing():
    for text in ("Łucja Ö", "İpek", "Straße", "ﬀ", "ŉ", "ΐ"):
        assert fold(fold(text)) == fold(text)


def test_hyphens_dots_and_gender_signs_separate_words():
    assert words("Anna-Lena v. d. Möhl, Berater*in") == ["anna", "lena", "v", "d", "mohl", "berater", "in"]
    assert words(" - . ") == []


@pytest.mark.parametrize(
    "typed",
    ["0176 1234567", "0176/123-45 67", "+49 176 1234567", "0049 176 1234567", "(0176) 1234567", "+49(176)1234567"],
)
def test_spellings_of_one_phone_number_are_equal(typed):
    assert phone_digits(typed) == "491761234567"


@pytest.mark.parametrize(
    ("typed", "digits"), [("+359 88 123456", "35988123456"), ("0040 721 1", "407211"), ("", ""), ("12", ""), ("0", "")]
)
def test_numbers_of_other_countries_stay_and_too_short_ones_are_none(typed, digits):
    assert phone_digits(typed) == digits


def test_a_word_is_stored_whole_and_by_its_first_three_letters():
    assert len(digests_to_store("NAME", "Elena")) == 2
    assert len(digests_to_store("NAME", "Ö")) == 1
    assert digest_to_find("NAME", "elena") in digests_to_store("NAME", "Elena")
    assert digest_to_find("NAME", "ele") in digests_to_store("NAME", "Elena")
    assert digest_to_find("NAME", "elen") not in digests_to_store("NAME", "Elena")
    assert digests_to_store("NAME", "") == set()


def test_accents_are_folded_letter_by_letter_so_that_thousands_of_them_are_not_sorted(monkeypatch):
    longest, normalize = [], unicodedata.normalize

    def watched(form, text):
        longest.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", watched)
    assert fold("Mu" + "\u0301\u0327" * 1_000 + "ller") == "muller"
    assert max(longest) == 1

"""German order and German case, the same on SQLite and on PostgreSQL."""

import pytest
from django.db.models import Value
from django.db.models.functions import Collate

from umstieg.centre.models import Site
from umstieg.centre.services import add_site
from umstieg.core.collation import sort_key

IN_ORDER = ["Adam", "ähnlich", "Anna", "Ärger", "Masse", "Maße", "Müller", "Mütze", "Ole", "Özil", "Zora"]


@pytest.mark.django_db
def test_the_database_sorts_umlauts_beside_their_letters():
    for name in sorted(IN_ORDER):
        add_site(name=name, by=None)
    assert list(Site.objects.order_by("name").values_list("name", flat=True)) == IN_ORDER


@pytest.mark.django_db
def test_the_database_finds_umlauts_whatever_their_case():
    add_site(name="Özil & Söhne", by=None)
    for typed in ("özil", "ÖZIL", "söhne", "SÖHNE", "Ö"):
        assert Site.objects.filter(name__icontains=typed).exists(), typed
    assert Site.objects.filter(name__istartswith="öz").exists()
    assert not Site.objects.filter(name__icontains="ozil").exists(), "an o is no ö in a plain filter"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "hits"), [("100%", 1), ("100_", 0), ("%", 1), ("_", 0), ("\\", 0), ("0% (", 1), ("[a]", 1)]
)
def test_signs_with_a_meaning_in_sql_or_in_patterns_are_taken_as_they_are(typed, hits):
    add_site(name="100% (alles) [a]\nzweite Zeile", by=None)
    assert Site.objects.filter(name__icontains=typed).count() == hits


def test_python_sorts_like_the_database():
    assert sorted(sorted(IN_ORDER), key=sort_key) == IN_ORDER
    assert sort_key(None) == sort_key("") < sort_key("a")


@pytest.mark.django_db
def test_the_collation_has_the_same_name_everywhere():
    add_site(name="Haus", by=None)
    assert Site.objects.annotate(sorted=Collate(Value("ä"), "german")).get().sorted == "ä"

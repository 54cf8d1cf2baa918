"""Folded templates say what unfolded ones say, in every language, and what differs stays as it is."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.template import Context, Engine, engines
from django.template.base import TextNode
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from umstieg.core import folding
from umstieg.core.addresses import address
from umstieg.core.folding import fold

LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "ui": "umstieg.core.templatetags.ui",
    "l10n": "django.templatetags.l10n",
}
ENGINE = Engine(libraries=LIBRARIES)
SOURCES = [
    "{% translate 'Cases' %}",
    "{% translate 'Cases' as what %}{{ what }} {{ what }}",
    "{% translate name %}",
    "{% translate 'May' context 'month' %}",
    "{% translate '100% <b>' %}{% translate 'A' noop %}",
    "{% blocktranslate %}No cases yet{% endblocktranslate %}",
    "{% blocktranslate with n=name %}Remove {{ n }}{% endblocktranslate %}",
    "{% blocktranslate count n=number %}{{ n }} task overdue{% plural %}{{ n }} tasks overdue{% endblocktranslate %}",
    "{% blocktranslate trimmed asvar what %}\n  No cases yet\n{% endblocktranslate %}<{{ what }}>",
    "{% icon 'plus' %}{% icon name %}{% icon 'x' label=name %}{% icon 'x' label=_('Cases') %}",
    "{% state 'ok' %}{% tag name %}{% tag 'a' as t %}{{ t }}",
    "{% static 'css/base.css' %}{% static 'css/base.css' as sheet %}[{{ sheet }}]",
    "{% if number > 1 %}{% translate 'Cases' %}{% elif name %}{% icon 'x' %}{% else %}-{% endif %}",
    "{% for one in rows %}{% translate 'Cases' %}{{ one }}{% empty %}{% icon 'x' %}{% endfor %}",
    "{% with a=name %}{% translate 'Cases' %}{{ a }}{% endwith %}",
    "{% autoescape off %}{% translate 'Cases' %}{{ name }}{% endautoescape %}",
    "{% language 'de' %}{% translate 'Cases' %}{% endlanguage %} {% translate 'Cases' %}",
    "{% url 'cases:detail' pk %} {% url 'cases:list' %} {% url 'cases:phase_change' pk 12 %} {% url 'cases:detail' pk as there %}{{ there }}",
    "{% url 'no:where' as there %}<{{ there }}>{% url 'cases:detail' name as there %}<{{ there }}>",
    "{% load l10n %}{% localize off %}{{ number }}{% endlocalize %}",
]


def rendered(source, *, folded, **values):
    template = ENGINE.from_string("{% load i18n static ui %}" + source)
    if folded:
        fold(template.nodelist, template)
    pk = uuid.UUID("6f1d3c1e-0c5e-4d1f-9d0a-5f8f5e0f7a11")
    return template.render(Context({"name": "<A & B>", "number": 3, "rows": [1, 2], "pk": pk, **values}))


@pytest.mark.parametrize("language", ["de", "en-gb"])
@pytest.mark.parametrize("source", SOURCES)
def test_a_folded_template_says_what_it_says_unfolded(source, language):
    with translation.override(language):
        for values in ({}, {"rows": [], "number": 0}, {"name": "", "number": 1}):
            assert rendered(source, folded=True, **values) == rendered(source, folded=False, **values)


def test_constant_pieces_become_one_text():
    source = "{% load i18n static ui %}a{% translate 'Cases' %}{% icon 'x' %}{% static 'css/base.css' %}b"
    template = ENGINE.from_string(source)
    fold(template.nodelist, template)
    assert [type(node) for node in template.nodelist][1:] == [TextNode]  # behind {% load %}


def test_each_language_has_a_copy_of_its_own():
    said = {}
    for language in ("de", "en-gb", "de"):
        with translation.override(language):
            said[language] = get_template("404.html").render({}, RequestFactory().get("/"))
    assert said["de"] != said["en-gb"]
    assert "gibt" in said["de"]


def test_a_template_that_is_asked_for_by_many_at_once_is_rendered_whole_for_each(monkeypatch):
    """Right after a start many ask for the same page: none gets one that another thread is still folding."""
    loader = engines["django"].engine.template_loaders[0]
    real = folding._constant

    def slow(node, template):
        time.sleep(0.0005)
        return real(node, template)

    def ask(_turn):
        return get_template("403.html").render({}, RequestFactory().get("/"))

    expected = ask(0)
    monkeypatch.setattr(folding, "_constant", slow)
    for _ in range(3):
        loader.reset()
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(ask, range(16)))
        assert set(answers) == {expected}


# --- addresses -------------------------------------------------------------------------------------------------


def test_an_address_is_what_django_makes_of_it():
    pk, other = uuid.uuid4(), uuid.uuid4()
    assert address("cases:list") == reverse("cases:list")
    assert address("cases:detail", pk) == address("cases:detail", str(pk)) == reverse("cases:detail", args=[pk])
    assert address("cases:session_detail", pk, other) == reverse("cases:session_detail", args=[pk, other])
    assert address("cases:phase_change", pk, 12) == reverse("cases:phase_change", args=[pk, 12])


def test_an_address_that_no_page_has_is_refused():
    with pytest.raises(NoReverseMatch):
        address("cases:nowhere")
    with pytest.raises(NoReverseMatch):
        address("cases:detail", 12)

"""Logs say that something went wrong and where, never what somebody typed."""

import logging
import sys

from django.test import RequestFactory
from django.views.debug import get_exception_reporter_filter

from umstieg.core.logs import ContentFree

WORD = "Kornblume"


def shown(record):
    """What a handler of ours would write."""
    ContentFree().filter(record)
    return logging.Formatter("%(name)s %(message)s").format(record)


def a_record(name="umstieg.x", message="%s", args=(WORD,), exc_info=None, **extra):
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, exc_info)
    vars(record).update(extra)
    return record


def an_exception():
    try:
        raise ValueError(WORD)
    except ValueError:
        return sys.exc_info()


def test_of_an_exception_only_class_and_place_are_kept():
    text = shown(a_record(exc_info=an_exception()))
    assert WORD not in text
    assert "ValueError at " in text
    assert "test_logs.py:" in text


def test_a_formatted_traceback_left_by_another_handler_is_dropped_too():
    record = a_record(exc_info=an_exception())
    logging.Formatter().format(record)
    assert WORD in record.exc_text
    assert WORD not in shown(record)


def test_a_request_line_is_reduced_to_its_status():
    for name in ("django.request", "django.security.DisallowedHost", "django.security.csrf"):
        record = a_record(name=name, message="Not Found: %s", status_code=404)
        assert shown(record) == f"{name} 404 {name}"


def test_an_exception_without_traceback_is_no_error():
    assert "ValueError at ?" in shown(a_record(exc_info=(ValueError, ValueError(WORD), None)))
    assert "Exception at ?" in shown(a_record(exc_info=(None, None, None)))


def test_an_error_report_holds_no_form_data_no_cookies_and_no_variables():
    request = RequestFactory().post("/x/", {"note": WORD})
    reporter = get_exception_reporter_filter(request)
    assert reporter.get_post_parameters(request) == {}
    frame = sys._getframe()
    assert list(reporter.get_traceback_frame_variables(request, frame)) == []
    assert WORD not in str(reporter.get_safe_request_meta(request))


def test_every_handler_of_the_product_has_the_filter(settings):
    assert settings.LOGGING["handlers"]
    for name, handler in settings.LOGGING["handlers"].items():
        assert "content_free" in handler["filters"], name

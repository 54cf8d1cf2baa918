"""An administrator at a browser who has just signed in once more, and what she does there."""

from django.urls import reverse

from umstieg.testing.door import sign_in
from umstieg.testing.filling import filled
from umstieg.testing.make import PASSWORD

AGAIN = reverse("account_reauthenticate")


def at_work(user):
    """A browser of somebody who has given her password twice."""
    browser, _ = sign_in(user)
    assert browser.post(AGAIN, {"password": PASSWORD}).status_code == 302
    return browser


def send(browser, page, /, *args, **facts):
    """Fill in and send the form of an address."""
    url = reverse(f"people:{page}", args=args)
    return browser.post(url, filled(browser, url, **facts))


def press(browser, name, *args, **facts):
    """Press a button."""
    return browser.post(reverse(f"people:{name}", args=args), facts)


def page(browser, name, *args) -> str:
    answer = browser.get(reverse(f"people:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()

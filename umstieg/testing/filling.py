"""Filling in a form as a browser does: what the page shows is sent, with some fields changed."""

from .pages import read_page


def fill(answer, **changes) -> dict:
    """Data for the form of a page that was answered at its own address."""
    path = answer.request["PATH_INFO"]
    return read_page(answer.content, path).form(path).data(**changes)


def filled(browser, url, **changes) -> dict:
    """Data for the form at `url`, fetched first."""
    return fill(browser.get(url), **changes)

"""Printouts as PDF are made by WeasyPrint, which needs Pango from the operating system."""

import logging
import re
from ctypes.util import find_library

from django.conf import settings

LIBRARIES = {
    "libpango-1.0-0": ("pango-1.0", "libpango-1.0.so.0"),
    "libpangoft2-1.0-0": ("pangoft2-1.0", "libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": ("harfbuzz-subset", "libharfbuzz-subset.so.0"),
}
STYLES = settings.BASE_DIR / "static" / "css" / "printout.css"
FONTS = settings.BASE_DIR / "static" / "fonts"
FONT = re.compile(r"[a-z0-9-]+\.woff2")


def missing_libraries() -> list[str]:
    """Names of the Debian packages that are missing for PDF, empty when all are there."""
    return [package for package, (short, _) in LIBRARIES.items() if find_library(short) is None]


def pdf_of(html: str) -> tuple[bytes, int]:
    """(PDF, number of its pages) of a page that needs nothing from elsewhere but our styles and fonts."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    for chatty in (
        "weasyprint",
        "weasyprint.progress",
        "fontTools",
    ):  # they tell each step, and what could not be fetched
        logging.getLogger(chatty).setLevel(logging.CRITICAL)

    class OnlyFonts(weasyprint.urls.URLFetcher):
        """Nothing a text could name is ever fetched."""

        def fetch(self, url, headers=None):
            return weasyprint.urls.URLFetcherResponse(url, font(url), {"Content-Type": "font/woff2"})

    fetcher, fonts = OnlyFonts(), FontConfiguration()
    text = STYLES.read_text(encoding="utf-8")
    styles = weasyprint.CSS(string=text, base_url=STYLES.as_uri(), font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(stylesheets=[styles], font_config=fonts)
    return document.write_pdf(), len(document.pages)


def font(url) -> bytes:
    """One of our fonts by its address; ValueError for anything else."""
    name = url.removeprefix(f"{FONTS.as_uri()}/")
    if name == url or not FONT.fullmatch(name):
        raise ValueError("Printouts fetch nothing.")
    return (FONTS / name).read_bytes()

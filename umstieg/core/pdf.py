"""Printouts as PDF are made by WeasyPrint, which needs Pango from the operating system."""

from ctypes.util import find_library

LIBRARIES = {
    "libpango-1.0-0": ("pango-1.0", "libpango-1.0.so.0"),
    "libpangoft2-1.0-0": ("pangoft2-1.0", "libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": ("harfbuzz-subset", "libharfbuzz-subset.so.0"),
}


def missing_libraries() -> list[str]:
    """Names of the Debian packages that are missing for PDF, empty when all are there."""
    return [package for package, (short, _) in LIBRARIES.items() if find_library(short) is None]

"""What is printed for clients, or turned to them, in more languages than the product speaks.

Texts stand in TOML files, one a printout.
"""

import tomllib
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from umstieg.centre.texts import PrintText

HERE = Path(__file__).parent


def _read(name) -> dict:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


LEDGER = PrintText("ledger", _("Who has seen my file?"), _read("ledger"))
WAY = PrintText("way", pgettext_lazy("page for the client", "My way"), _read("way"))

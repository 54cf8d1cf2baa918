"""What is printed for clients, in more languages than the product speaks. Texts stand in TOML files, one a printout."""

import tomllib
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from umstieg.centre.texts import PrintText

HERE = Path(__file__).parent


def _read(name) -> dict:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


LEDGER = PrintText("ledger", _("Who has seen my file?"), _read("ledger"))

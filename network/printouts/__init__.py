"""What is printed about partners for clients, in more languages than the product speaks."""

import tomllib
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from umstieg.centre.texts import PrintText

HERE = Path(__file__).parent
SHEET = PrintText(
    "partner", _("Sheet about a partner"), tomllib.loads((HERE / "sheet.toml").read_text(encoding="utf-8"))
)

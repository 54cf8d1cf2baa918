"""Reading a table. Which kind it is, its content says; its name is asked only for CSV."""

from django.utils.translation import gettext as _

from umstieg.core.zips import UnsafeZip, check_xml, for_pieces, open_zip, unpack

from .csvs import read_csv
from .kinds import Kind, Sheet, SheetError, sheet_of
from .limits import BYTES, PACKED
from .ods import read_ods
from .xlsx import read_xlsx

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TEXT = ("csv", "tsv", "txt", "tab")


def read_sheet(content: bytes, name: str) -> Sheet:
    """The table of a file. SheetError says what is wrong with it, in words for the person."""
    if len(content) > BYTES:
        raise SheetError(_("The file is larger than %(number)s MB.") % {"number": BYTES // 1024**2})
    if not content.strip(b"\0"):
        raise SheetError(_("The file is empty."))
    if content.startswith(OLD_OFFICE):
        raise SheetError(_("The file is of an old kind, or has a password. Please save it anew as .xlsx or .ods."))
    if not content.startswith(ZIP):
        if name.rpartition(".")[2].lower() not in TEXT:
            raise SheetError(_("Please choose a table: .xlsx, .ods or .csv."))
        return sheet_of(read_csv(content))
    try:
        opened = open_zip(content, PACKED)
        check_xml(opened, PACKED)
        kind = _kind_of(opened)
        return sheet_of(read_xlsx(opened) if kind is Kind.XLSX else read_ods(for_pieces(opened, "content.xml", PACKED)))
    except UnsafeZip as error:
        raise SheetError(error.message) from error


def _kind_of(opened):
    names = set(opened.namelist())
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return Kind.XLSX
    if "mimetype" in names and "content.xml" in names:
        mimetype = unpack(opened, "mimetype").decode("ascii", "replace").strip()
        if mimetype in (Kind.ODS.content_type, f"{Kind.ODS.content_type}-template"):
            return Kind.ODS
    raise SheetError(_("Please choose a table: .xlsx, .ods or .csv."))

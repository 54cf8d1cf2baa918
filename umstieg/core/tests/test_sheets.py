"""Tables from any spreadsheet program are read as people see them, and written so that no program reckons in them."""

import csv
import datetime
import io

import openpyxl
import pytest
from odf import opendocument, table, text

from umstieg.core.sheets import Kind, cleaned, write_sheet
from umstieg.core.sheets.limits import COLUMNS, ROWS
from umstieg.core.sheets.values import text_of
from umstieg.testing.naughty import naughty
from umstieg.testing.sheet_files import cells, member, ods, ods_row, read, refused, repacked, xlsx

KINDS = list(Kind)
RISKY = ["=1+1", "+49 621 1234", "-5", "@SUM(A1)", "＝1+1", "'=1", "''-x", "'", "'text", "=cmd|' /C calc'!A0"]
ODD = ["_x0041_", "_x005F_x0041_", "a  b   c", "zwei\nZeilen", "Tab\tTab", '"', '";"', ";", "ß€\u00a0x", "#N/A", "{0}"]


# --- what was written is read again ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_naughty_strings_are_read_as_they_were_written(kind):
    strings = sorted({cleaned(one) for one in [*naughty(), *RISKY, *ODD]} - {""})
    rows = [[one, str(number)] for number, one in enumerate(strings)]
    assert cells(write_sheet(kind, ["Text", "Nummer"], rows), kind) == [["Text", "Nummer"], *rows]


@pytest.mark.parametrize("kind", KINDS)
def test_naughty_strings_make_headers_too(kind):
    header = RISKY + ODD
    assert cells(write_sheet(kind, header, [["x"] * len(header)]), kind)[0] == header


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_file_can_hold_is_taken_out(kind):
    rows = [["a\x00b\x0bc\x1f\ud800\uffff", "  blank \r\n ", "x\ry"]]
    assert cells(write_sheet(kind, ["A", "B", "C"], rows), kind)[1] == ["abc", "blank", "x\ny"]


@pytest.mark.parametrize("kind", KINDS)
def test_other_values_are_written_as_they_would_be_read(kind):
    day = datetime.date(2026, 11, 26)
    values = [day, datetime.datetime(2026, 11, 26, 10, 30), 3.5, 42.0, True, None, datetime.time(9, 5)]
    shown = ["2026-11-26", "2026-11-26 10:30", "3.5", "42", "true", "", "09:05"]
    assert cells(write_sheet(kind, list("ABCDEFG"), [values]), kind)[1] == shown


@pytest.mark.parametrize("kind", KINDS)
def test_five_thousand_rows_keep_their_numbers(kind):
    rows = [[f"Name {number}", f"Ort {number % 70}", "x" * 40] for number in range(5_000)]
    sheet = read(write_sheet(kind, ["Name", "Ort", "Text"], rows), kind)
    assert len(sheet.rows) == 5_000
    assert all(row.cells[0] == f"Name {row.number - 2}" for row in sheet.rows)


# --- no program reckons in what we write -----------------------------------------------------------------


def test_every_cell_of_a_workbook_is_text_to_another_program():
    content = write_sheet(Kind.XLSX, ["A"], [[one] for one in RISKY])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}
    assert [sheet.cell(number, 1).value for number in range(2, len(RISKY) + 2)] == RISKY


def test_every_cell_of_a_document_is_text_to_another_program():
    content = write_sheet(Kind.ODS, ["A"], [[one] for one in RISKY + ODD])
    document = opendocument.load(io.BytesIO(content))
    found = document.spreadsheet.getElementsByType(table.TableCell)
    assert {cell.getAttribute("valuetype") for cell in found} == {"string"}
    assert not any(cell.getAttribute("formula") for cell in found)


def test_csv_opens_in_german_excel_and_holds_no_formula():
    content = write_sheet(Kind.CSV, ["A", "B"], [[one, "ü"] for one in RISKY])
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[1] for row in found] == ["B", *["ü"] * len(RISKY)]
    assert not any(row[0][:1] in tuple("=+-@\t\r\n＝＋－＠") for row in found if row[0])


# --- what people bring ------------------------------------------------------------------------------------


def test_values_of_a_workbook_read_as_the_package_says():
    values = [
        42,
        42.0,
        3.5,
        0.1 + 0.2,
        True,
        datetime.date(2026, 11, 26),
        datetime.datetime(2026, 11, 26, 10, 30),
        datetime.time(10, 30),
        datetime.timedelta(hours=30, minutes=15),
        "  Text ",
    ]
    shown = ["42", "42", "3.5", "0.3", "true", "2026-11-26", "2026-11-26 10:30", "10:30", "30:15", "Text"]
    assert cells(xlsx(list("ABCDEFGHIJ"), values))[1] == shown


def test_values_of_a_document_read_as_the_package_says():
    document = opendocument.OpenDocumentSpreadsheet()
    held = table.Table(name="T")
    document.spreadsheet.addElement(held)
    facts = [
        {"valuetype": "float", "value": "42"},
        {"valuetype": "currency", "value": "3.50"},
        {"valuetype": "percentage", "value": "0.25"},
        {"valuetype": "boolean", "booleanvalue": "true"},
        {"valuetype": "date", "datevalue": "2026-11-26"},
        {"valuetype": "date", "datevalue": "2026-11-26T10:30:00"},
        {"valuetype": "time", "timevalue": "PT10H30M00S"},
        {"valuetype": "time", "timevalue": "PT30H15M00S"},
    ]
    for line in ([{"valuetype": "string"}] * len(facts), facts):
        row = table.TableRow()
        for one in line:
            cell = table.TableCell(**one)
            cell.addElement(text.P(text="wie es aussieht"))
            row.addElement(cell)
        held.addElement(row)
    target = io.BytesIO()
    document.write(target)
    shown = ["42", "3.5", "0.25", "true", "2026-11-26", "2026-11-26 10:30", "10:30", "30:15"]
    assert cells(target.getvalue(), Kind.ODS)[1] == shown


def test_a_formula_reads_as_what_was_reckoned_or_else_as_its_text():
    content = xlsx(["A", "B"], ["=1+1", "=SUM(A1)"])
    xml = member(content, "xl/worksheets/sheet1.xml").replace("<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")
    xml = xml.replace("<f>1+1</f><v />", "<f>1+1</f><v>2</v>")
    assert "<v>2</v>" in xml
    assert cells(repacked(content, **{"xl/worksheets/sheet1.xml": xml}))[1] == ["2", "=SUM(A1)"]


def test_row_numbers_are_those_of_the_program():
    expected = ((2, ("Klee", "")), (5, ("Moos", "x")), (7, ("Farn", "")))
    rows = [["Name", "Ort"], ["Klee"], [], ["  "], ["Moos", "x"], [], ["Farn"]]
    assert tuple((row.number, row.cells) for row in read(xlsx(*rows)).rows) == expected
    by_hand = b'Name;Ort\r\nKlee;\r\n\r\n  ;\r\n"Moos";x\r\n;\r\nFarn;\r\n'
    assert tuple((row.number, row.cells) for row in read(by_hand, Kind.CSV).rows) == expected
    lines = (
        ods_row("Name", "Ort")
        + ods_row("Klee")
        + ods_row(repeated=2)
        + ods_row("Moos", "x")
        + ods_row()
        + ods_row("Farn")
    )
    assert tuple((row.number, row.cells) for row in read(ods(lines), Kind.ODS).rows) == expected


def test_empty_rows_above_the_header_count():
    sheet = read(xlsx([], [], ["Name"], ["Klee"]))
    assert (sheet.header, sheet.header_number, sheet.rows[0].number) == (("Name",), 3, 4)


def test_a_cell_with_line_breaks_is_one_row_of_csv():
    sheet = read(b'Name;Ort\n"eins\nzwei";x\nKlee;y\n', Kind.CSV)
    assert [(row.number, row.cells[0]) for row in sheet.rows] == [(2, "eins\nzwei"), (3, "Klee")]


@pytest.mark.parametrize(
    "content",
    [
        "Name;Größe\nÄpfel, rot;3\n".encode(),
        'Name,Größe\n"Äpfel, rot",3\n'.encode("utf-8-sig"),
        "Name\tGröße\nÄpfel, rot\t3\n".encode("cp1252"),
        "sep=;\r\nName;Größe\r\nÄpfel, rot;3\r\n".encode("cp1252"),
        "Name\tGröße\r\nÄpfel, rot\t3\r\n".encode("utf-16"),
        "Name;Größe\rÄpfel, rot;3\r".encode(),
    ],
)
def test_csv_is_read_whatever_divides_it_and_however_it_is_encoded(content):
    assert cells(content, Kind.CSV) == [["Name", "Größe"], ["Äpfel, rot", "3"]]


def test_the_first_table_that_is_shown_is_read():
    def hide(book):
        book.create_sheet("Zweite")["A1"] = "Ja"
        book.active.sheet_state = "hidden"

    assert read(xlsx(["Nein"], change=hide)).header == ("Ja",)
    style = '<office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    before = f'<table:table table:name="H" table:style-name="h">{ods_row("Nein")}</table:table>'
    assert read(ods(ods_row("Ja"), before, style), Kind.ODS).header == ("Ja",)


def test_remarks_on_a_cell_are_not_its_text():
    cell = '<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>geheim</text:p></office:annotation><text:p>A</text:p></table:table-cell></table:table-row>'
    assert read(ods(cell), Kind.ODS).header == ("A",)


# --- what is refused --------------------------------------------------------------------------------------


def test_more_rows_or_columns_than_we_read_are_refused_and_the_last_ones_are_not():
    line = b"x;" * (COLUMNS - 1) + b"x\n"
    assert len(read(line, Kind.CSV).header) == COLUMNS
    assert "Spalten" in refused(b"x;" + line, Kind.CSV)
    assert len(read(b"A\n" * (ROWS + 1), Kind.CSV).rows) == ROWS
    assert "Zeilen" in refused(b"A\n" * (ROWS + 2), Kind.CSV)
    assert "Spalten" in refused(xlsx(["A"] * (COLUMNS + 1)))


def test_text_beside_the_header_is_not_lost_without_a_word():
    assert "Zeile 3" in refused(xlsx(["A", "B"], ["x"], ["x", "y", "z"]))


def test_a_zip_bomb_is_not_unpacked():
    plain = xlsx(["A"])
    assert "gepackt" in refused(repacked(plain, **{"xl/media/x.bin": b"\0" * 60_000_000}))
    assert "zu groß" in refused(repacked(plain, **{f"x{number}.bin": b"" for number in range(1_001)}))
    assert "zu groß" in refused(repacked(plain, **{f"x{number}.bin": b"\0" * 1_000_000 for number in range(70)}))


def test_a_size_that_a_file_lies_about_is_no_way_in():
    content = bytearray(repacked(xlsx(["A"]), **{"xl/worksheets/sheet1.xml": b"<a>" + b" " * 500_000 + b"</a>"}))
    directory = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    assert refused(bytes(content))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding):
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'.encode(
        encoding
    )
    assert "Dokumenttyp" in refused(repacked(xlsx(["A"]), **{"xl/sharedStrings.xml": bomb}))
    assert "Dokumenttyp" in refused(repacked(ods(ods_row("A")), **{"content.xml": bomb}), Kind.ODS)


def test_a_row_that_repeats_a_million_times_is_refused_and_an_empty_one_is_not():
    assert "Zeilen" in refused(ods(ods_row("A") + ods_row("x", repeated=10**6)), Kind.ODS)
    lines = ods_row("A") + ods_row(repeated=10**6) + ods_row("x") + ods_row(repeated=10**9)
    assert [row.number for row in read(ods(lines), Kind.ODS).rows] == [10**6 + 2]


def test_a_cell_that_repeats_is_refused_where_it_would_be_too_wide():
    wide = '<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    assert "Spalten" in refused(ods(ods_row("A") + wide), Kind.ODS)
    empty = ods_row("A").replace(
        "</table:table-row>", '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
    )
    assert read(ods(empty), Kind.ODS).header == ("A",)


@pytest.mark.parametrize("row", ["99999999999", "-1", "x"])
def test_a_row_number_that_no_program_has_does_not_keep_us_busy(row):
    content = xlsx(["A"], ["B"])
    xml = member(content, "xl/worksheets/sheet1.xml").replace('<row r="2"', f'<row r="{row}"')
    assert "beschädigt" in refused(repacked(content, **{"xl/worksheets/sheet1.xml": xml}))


def test_a_cell_far_out_is_refused_without_making_up_the_cells_between():
    content = xlsx(["A"], ["B"])
    xml = member(content, "xl/worksheets/sheet1.xml").replace('r="A2"', 'r="XFD2"')
    assert "Spalten" in refused(repacked(content, **{"xl/worksheets/sheet1.xml": xml}))


def test_a_row_of_hundreds_of_thousands_of_cells_is_refused_before_it_is_read():
    content = xlsx(["A"])
    cells = "".join(f'<c s="{number % 7}{number % 11}"/>' for number in range(151_000))
    for between in ("", "<row/>", "<!--<row>-->"):
        row = f"<row>{cells}{between}{cells}</row>"
        xml = member(content, "xl/worksheets/sheet1.xml").replace("</sheetData>", f"{row}</sheetData>")
        assert "zu groß" in refused(repacked(content, **{"xl/worksheets/sheet1.xml": xml}))
    cells = "".join(f'<table:table-cell table:style-name="{number % 7}{number % 11}"/>' for number in range(16_386))
    assert "Spalten" in refused(ods(f"{ods_row('A')}<table:table-row>{cells}</table:table-row>"), Kind.ODS)


def test_a_table_of_twenty_thousand_equal_rows_is_no_bomb():
    for kind in KINDS:
        sheet = read(write_sheet(kind, ["A"] * 5, [["ja", "nein", "", "", "ja"]] * ROWS), kind)
        assert sheet.rows[-1].number == ROWS + 1


def test_millions_of_tags_and_deep_nesting_are_refused():
    plain = ods(ods_row("A"))
    assert refused(repacked(plain, **{"content.xml": b"<a>" + b"<b/>" * 5_000_001 + b"</a>"}), Kind.ODS)
    deep = b"<a>" * 20_000 + b"</a>" * 20_000
    assert "beschädigt" in refused(repacked(plain, **{"content.xml": deep}), Kind.ODS)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"\0\0\0", "a.csv"),
        (b"\x00\x01\x02a;b", "a.csv"),
        (b"\x81\x8d\x8f", "a.csv"),
        (b"a;b", "a.pdf"),
        (b"%PDF-1.7", "a.xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.xls"),
        (b"PK\x03\x04 and no more", "a.xlsx"),
        (b";;;\n\n;;", "a.csv"),
        (b"A\n" + b"x" * 5_300_000 * 2, "a.csv"),
        (b"A\n" + b"x" * 40_000, "a.csv"),
        (repacked(write_sheet(Kind.ODS, ["A"], []), mimetype=b"application/vnd.oasis.opendocument.text"), "a.ods"),
        (repacked(write_sheet(Kind.ODS, ["A"], []), **{"content.xml": b"<a"}), "a.ods"),
        (repacked(xlsx(["A"]), **{"xl/workbook.xml": b"<a/>"}), "a.xlsx"),
        (repacked(xlsx(["A"]), **{"xl/worksheets/sheet1.xml": b"<a/>"}), "a.xlsx"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, name):
    assert refused(content, name=name).endswith(".")


def test_numbers_read_without_exponent_where_they_can():
    assert [text_of(one) for one in (0.00001, 1e20, 1234567.25, -0.5, float("nan"))] == [
        "1e-05",
        "1e+20",
        "1234567.25",
        "-0.5",
        "",
    ]

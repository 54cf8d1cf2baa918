"""Reading a table takes work as the file is long: what is made to take more is refused, or costs no more."""

import zipfile

import pytest

from umstieg.core.sheets import Kind, kinds
from umstieg.core.sheets import ods as documents
from umstieg.core.sheets.limits import BLANK_ROWS, CROWD, FORMAT, RAW
from umstieg.testing.sheet_files import cells, member, ods, ods_row, read, refused, repacked, shared, xlsx


@pytest.fixture
def worked(monkeypatch):
    """Lengths of the texts that were cleaned."""
    found, unfit = [], kinds.UNFIT

    class Counting:
        @staticmethod
        def sub(by, text):
            found.append(len(text))
            return unfit.sub(by, text)

    monkeypatch.setattr(kinds, "UNFIT", Counting)
    return found


def test_what_has_ended_in_a_document_is_not_searched_for_nor_kept(monkeypatch):
    most, iterparse = [0], documents.iterparse

    def watched(*args, **options):
        tables = []
        for event, element in iterparse(*args, **options):
            if event == "start" and element.tag == documents.TABLE:
                tables.append(element)
            most[0] = max(most[0], *map(len, tables), 0)
            yield event, element

    monkeypatch.setattr(documents, "iterparse", watched)
    lines = ods_row("A") + "<a/>" * 40_000 + "<table:table-row/>" * 20_000 + ods_row("x")
    assert [row.number for row in read(ods(lines), Kind.ODS).rows] == [20_002]
    assert most[0] < 10_000  # as many as stand in one piece that a reader gets


def test_foreign_elements_and_empty_rows_without_end_are_refused_and_repeated_rows_are_not():
    foreign = "".join(f'<a b="{number}"/>' for number in range(CROWD))
    assert "zu groß" in refused(ods(ods_row("A") + foreign), Kind.ODS)
    row = f"<table:table-row><table:table-cell>{foreign}</table:table-cell></table:table-row>"
    assert "zu groß" in refused(ods(row), Kind.ODS)
    empty = "".join(f'<table:table-row b="{number}"/>' for number in range(BLANK_ROWS + 1))
    assert "leere Zeilen" in refused(ods(ods_row("A") + empty), Kind.ODS)
    assert "leere Zeilen" in refused(b"A\n" + b"\n" * (BLANK_ROWS + 1), Kind.CSV)
    assert read(ods(ods_row("A") + ods_row(repeated=1_048_575)), Kind.ODS).header == ("A",)


def test_a_string_that_many_cells_name_is_cleaned_once(worked):
    assert len(read(shared("x" * 5_000 + " ", 300)).rows) == 299
    assert sum(worked) < 3 * 5_000


def test_a_string_of_blanks_alone_is_refused_before_it_is_cleaned(worked):
    content = shared(" " * (RAW + 1), 3)
    assert "zu viel Text" in refused(content)
    inline = f'<c t="inlineStr"><is><t xml:space="preserve">{" " * (RAW + 1)}</t></is></c>'
    for one in (inline, inline.replace('"inlineStr"><is><t', '"str"><v').replace("t></is", "v")):
        assert "Zeile 1" in refused(shared("A", 1, one))
    assert "Zeile 2" in refused(b"A\n" + b" " * (RAW + 1), Kind.CSV)
    said = '<text:p><text:s text:c="1000000"/></text:p>'
    for one in ("string", f'string" office:string-value="{" " * (RAW + 1)}', f'float" office:value="{"1" * (RAW + 1)}'):
        cell = f'<table:table-cell office:value-type="{one}">{said}</table:table-cell>'
        assert "Zeile 1" in refused(ods(f"<table:table-row>{cell}</table:table-row>"), Kind.ODS)
    assert max(worked, default=0) < RAW


def test_blanks_of_a_document_are_as_many_as_it_says():
    said = '<text:p>a<text:s text:c="2000"/><text:span>b</text:span></text:p>'
    row = f"<table:table-row><table:table-cell>{said}</table:table-cell></table:table-row>"
    assert read(ods(row), Kind.ODS).header == (f"a{' ' * 2000}b",)


def test_empty_cells_count(monkeypatch):
    monkeypatch.setattr(kinds, "CELLS", 50)
    assert "Zellen" in refused(shared("A", 2, "<c/>" * 25))
    assert "Zellen" in refused(b"A\n" + b";" * 50, Kind.CSV)
    row = f"<table:table-row>{'<table:table-cell/>' * 30}</table:table-row>"
    assert "Zellen" in refused(ods(ods_row("A") + row * 2), Kind.ODS)
    assert len(read(ods(ods_row("A") + ods_row("x", repeated=60)), Kind.ODS).rows) == 60


def test_one_text_that_stands_in_thousands_of_cells_makes_no_table_of_gigabytes():
    assert "zu groß" in refused(ods(ods_row("A") + ods_row("x" * 30_000, repeated=1_000)), Kind.ODS)
    assert "zu groß" in refused(shared("x" * 30_000, 1_000))


def test_a_formula_that_cells_share_is_not_worked_out_for_each(monkeypatch):
    def never(*_args, **_options):
        raise AssertionError

    monkeypatch.setattr("openpyxl.formula.translate.Translator.translate_formula", never)
    again = '<c r="B2"><f t="shared" si="0"/></c>'
    content = shared("A", 1, f'<c r="B1"><f t="shared" si="0">A1+1</f></c></row><row r="2">{again}')
    assert cells(content) == [["A", "=A1+1"], ["", "=A1+1"]]


def test_a_number_format_longer_than_any_program_allows_is_refused():
    def change(book):
        book.active["A1"].number_format = "0" * (FORMAT + 1)

    assert "beschädigt" in refused(xlsx(["A"], change=change))


def test_tables_that_are_not_read_are_not_opened(monkeypatch):
    content = xlsx(["A"], change=lambda book: [book.create_sheet() for _number in range(5)])
    relations = member(content, "xl/_rels/workbook.xml.rels")
    for number in range(2, 7):
        relations = relations.replace(f"sheet{number}.xml", "sheet1.xml")
    sheet = member(content, "xl/worksheets/sheet1.xml").replace('<dimension ref="A1:A1" />', "")
    opened, really = [], zipfile.ZipFile.open

    def watched(self, name, *args, **options):
        opened.append(getattr(name, "filename", name))
        return really(self, name, *args, **options)

    content = repacked(content, **{"xl/_rels/workbook.xml.rels": relations, "xl/worksheets/sheet1.xml": sheet})
    monkeypatch.setattr(zipfile.ZipFile, "open", watched)
    assert cells(content) == [["A"]]
    assert opened.count("xl/worksheets/sheet1.xml") <= 3


def test_a_tag_or_comment_that_a_reader_would_begin_anew_each_time_is_refused():
    long = "x" * 600_000
    for one in (f"<!--<{long[:300_000]}<{long}-->", f"<?a <{long[:300_000]}<{long}?>", f'<a b="{long}"/>'):
        assert "beschädigt" in refused(ods(ods_row("A") + one), Kind.ODS)
    for name, content in (
        ("xl/worksheets/sheet1.xml", f'<a b="{long}"/>'),
        ("xl/sharedStrings.xml", f"<!--{long}--><a/>"),
    ):
        assert "beschädigt" in refused(repacked(shared("A", 1), **{name: content}))
    assert read(ods(ods_row("A") + f"<!--{long[:1000]}-->" * 900), Kind.ODS).header == ("A",)


def test_queries_that_a_program_keeps_in_a_workbook_are_no_hindrance():
    """Excel writes them in UTF-16, as one long text."""
    kept = (
        '<?xml version="1.0" encoding="utf-16"?><DataMashup>' + "".join(map(str, range(200_000))) + "</DataMashup>"
    ).encode("utf-16")
    assert cells(repacked(xlsx(["A"]), **{"customXml/item1.xml": kept})) == [["A"]]

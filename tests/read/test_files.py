"""Opening files: every kind, encoding and separator, and what cannot be opened."""

from __future__ import annotations

import zipfile
from datetime import date

import pandas as pd
import pytest
import xlsxwriter
from tests.studies import PANEL, STUDY, command, write_study

import resilmeter as rm
from resilmeter.read import framework_from_rows, read_table

ROWS = [["city", "year", "a"], ["Ahe", 2009, 1.5], ["Ahe", 2010, "2.5"], ["Bohe", 2009, None],
        ["Bohe", 2010, "1,234.5"]]  # fmt: skip
ONE = framework_from_rows([({"code": "a", "dimension": "D", "direction": "+"}, {})])


def workbook(path, sheets):
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    sheet.write(i, j, value)
    return path


def csv(folder, content):
    path = folder / "panel.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def values(path, **how):
    return rm.read_panel(path, ONE, unit="city", period="year", **how).values["a"].tolist()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_whatever_its_dialect(tmp_path, separator, ending, encoding):
    text = ending.join(["城市,年份,a", '"Ahe, 甲",2009,1', "乙,2009,2", ""])
    quoted = text.replace('"Ahe, 甲"', "\0").replace(",", separator).replace("\0", '"Ahe, 甲"')
    table = read_table(csv(tmp_path, quoted.encode(encoding)))
    assert table.cells.to_numpy().tolist() == [["Ahe, 甲", "2009", "1"], ["乙", "2009", "2"]]
    assert list(table.cells.columns) == ["城市", "年份", "a"]
    assert [note.key for note in table.notes] == (
        ["read-as-gb18030"] if encoding == "gb18030" else []
    )


def test_rows_are_numbered_as_in_the_file(tmp_path):
    table = read_table(csv(tmp_path, "a,b\n1,2\n\n,\n3,4\n"))
    assert list(table.cells.index) == [2, 5]


@pytest.mark.parametrize("lead", ["\n", "\n\n", ",\n"])
def test_blank_rows_above_the_header_are_passed_over(tmp_path, lead):
    table = read_table(csv(tmp_path, f"{lead}a,b\n1,2\n"))
    assert table.cells.to_numpy().tolist() == [["1", "2"]]
    assert list(table.cells.index) == [lead.count("\n") + 2]


def test_columns_without_a_name_are_left_out(tmp_path):
    table = read_table(csv(tmp_path, "a,,b\n1,x,2\n"))
    assert list(table.cells.columns) == ["a", "b"]


def test_header_is_read_without_its_spaces(tmp_path):
    assert list(read_table(csv(tmp_path, " a , b\n1,2\n")).cells.columns) == ["a", "b"]


def test_gb18030_is_told_by_the_command(tmp_path):
    study = write_study(tmp_path)
    (tmp_path / "panel.csv").write_bytes(PANEL.replace("Ahe", "武汉").encode("gb18030"))
    said = command("check", study)
    assert said.code == 0
    assert "was read as GB18030" in said.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"a,b\n", "no rows of data"),
        (b"a,b\n1\n", "row 2: .*1 cells, the header has 2"),
        (b"a,b\n1,2,3\n", "row 2: .*3 cells, the header has 2"),
        (b'a,b\n"1,2\n3,4\n', "panel.csv"),
        (b"a,a,b\n1,2,3\n", "column a: .*more than once"),
        (b"a,b\n1,\x00\n", "row 2: .*NUL bytes"),
        ("a,b\n1,2\n".encode("utf-16"), "NUL bytes"),
        (b"a,b\n1,2\n3,\xff\n", "row 3: .*neither UTF-8 nor GB18030"),
    ],
)
def test_damaged_text_is_refused_with_its_place(tmp_path, content, said):
    with pytest.raises(rm.DataError, match=said):
        read_table(csv(tmp_path, content))


def test_repeated_columns_are_all_named(tmp_path):
    with pytest.raises(rm.DataError) as caught:
        read_table(csv(tmp_path, "a,a,b,b,c\n1,2,3,4,5\n"))
    assert [p.where["column"] for p in caught.value.problems] == ["a", "b"]


def test_workbook_cells_are_read_by_what_they_say(tmp_path):
    path = workbook(tmp_path / "panel.xlsx", {"Sheet1": ROWS})
    panel = rm.read_panel(path, ONE, unit="city", period="year")
    assert panel.values["a"].fillna(-1).tolist() == [1.5, 2.5, -1, 1234.5]
    assert panel.periods == (2009, 2010)
    assert panel.steps == ()


def test_workbook_with_two_sheets_reads_the_first_and_says_so(tmp_path):
    path = workbook(tmp_path / "panel.xlsx", {"one": ROWS, "two": [["x"], [1]]})
    (found,) = read_table(path).notes
    assert found.level == "doubt"
    assert "sheet one: the first sheet was read; two were not" in found.text()
    assert read_table(path, "two").cells.to_numpy().tolist() == [[1]]
    assert read_table(path, "two").notes == ()


def test_unknown_sheet_names_the_sheets(tmp_path):
    path = workbook(tmp_path / "panel.xlsx", {"one": ROWS, "two": ROWS})
    with pytest.raises(rm.DataError, match=r"no sheet three. Allowed: one, two"):
        read_table(path, "three")


def test_faults_in_a_workbook_name_sheet_and_row(tmp_path):
    rows = [[], ["city", "year", "a"], ["Ahe", 2009, "much"]]
    path = workbook(tmp_path / "panel.xlsx", {"data": rows})
    with pytest.raises(rm.DataError, match=r"panel.xlsx, sheet data, row 3, column a: .*'much'"):
        values(path)


def test_dates_in_a_workbook_are_no_numbers(tmp_path):
    path = tmp_path / "panel.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(ROWS[:2]):
            sheet.write_row(i, 0, row)
        sheet.write_datetime(1, 2, date(2009, 5, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    with pytest.raises(rm.DataError, match=r"row 2, column a: .*2009-05-01.* as a number"):
        values(path)


def test_numbered_units_keep_their_number(tmp_path):
    """A spreadsheet stores the city code 110000 as the number 110000.0."""
    rows = [["city", "year", "region", "a"], [110000, 2009, 1, 1], [110001, 2009, 2, 2]]
    path = workbook(tmp_path / "panel.xlsx", {"data": rows})
    panel = rm.read_panel(path, ONE, unit="city", period="year", group="region")
    assert panel.units == ("110000", "110001")
    assert panel.group_order == ("1", "2")


def test_empty_workbook(tmp_path):
    with pytest.raises(rm.DataError, match="the file is empty"):
        read_table(workbook(tmp_path / "panel.xlsx", {"data": []}))


def test_text_renamed_to_a_workbook_is_refused(tmp_path):
    study = write_study(tmp_path, study=STUDY.replace("panel.csv", "panel.xlsx"))
    (tmp_path / "panel.xlsx").write_text(PANEL)
    said = command("check", study)
    assert said.code == 1
    assert "panel.xlsx: this is not a readable workbook" in said.text
    assert "Traceback" not in said.text


def test_workbook_with_a_damaged_sheet_is_refused(tmp_path):
    whole = workbook(tmp_path / "whole.xlsx", {"data": ROWS})
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "panel.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    with pytest.raises(rm.DataError, match=r"panel.xlsx.*not a readable workbook"):
        read_table(tmp_path / "panel.xlsx")


def test_truncated_workbook_is_refused(tmp_path):
    whole = workbook(tmp_path / "whole.xlsx", {"data": ROWS}).read_bytes()
    (tmp_path / "panel.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(rm.DataError, match=r"panel.xlsx: this is not a readable workbook"):
        read_table(tmp_path / "panel.xlsx")


def test_parquet_is_read(tmp_path):
    frame = pd.DataFrame({"city": ["Ahe", "Bohe"], "year": [2009, 2009], "a": [1.5, None]})
    frame.to_parquet(tmp_path / "panel.parquet", index=False)
    panel = rm.read_panel(tmp_path / "panel.parquet", ONE, unit="city", period="year")
    assert panel.values["a"].fillna(-1).tolist() == [1.5, -1]
    assert panel.status["a"].tolist() == [0, 1]


def test_parquet_index_becomes_columns(tmp_path):
    frame = pd.DataFrame({"city": ["Ahe"], "year": [2009], "a": [3]}).set_index(["city", "year"])
    frame.to_parquet(tmp_path / "panel.parquet")
    assert values(tmp_path / "panel.parquet") == [3]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ({"city": ["Ahe", None], "year": [1, 1], "a": [1, 2]}, "row 2, column city: .*blank"),
        ({"city": ["Ahe"], "year": [2009.5], "a": [1]}, "row 1, column year: .*2009.5"),
        ({"city": ["Ahe"], "year": [1], "a": ["x"]}, "row 1, column a: .*'x' as a number"),
        ({"city": ["Ahe"], "year": [1], "a": [True]}, "row 1, column a: .*'True' as a number"),
        ({"city": ["Ahe"], "year": [1], "a": [pd.Timestamp("2009-05-01")]},
         "row 1, column a: .*2009-05-01.* as a number"),
        ({"city": [], "year": [], "a": []}, "no rows of data"),
    ],
)  # fmt: skip
def test_faulty_parquet_is_refused(tmp_path, frame, said):
    pd.DataFrame(frame).to_parquet(tmp_path / "panel.parquet", index=False)
    with pytest.raises(rm.DataError, match=said):
        values(tmp_path / "panel.parquet")


def test_damaged_parquet_is_refused(tmp_path):
    (tmp_path / "panel.parquet").write_bytes(b"PAR1 but not really")
    with pytest.raises(rm.DataError, match="not a readable Parquet file"):
        read_table(tmp_path / "panel.parquet")


def test_parquet_without_its_extra_names_it(tmp_path, monkeypatch):
    def lacking(*_, **__):
        raise ImportError

    monkeypatch.setattr(pd, "read_parquet", lacking)
    (tmp_path / "panel.parquet").write_bytes(b"PAR1")
    with pytest.raises(rm.DataError, match=r'pip install "resilmeter\[parquet\]"'):
        read_table(tmp_path / "panel.parquet")


def test_missing_file_names_folder_and_nearest(tmp_path):
    csv(tmp_path, "a\n1\n")
    (tmp_path / "panels.csv.old").mkdir()
    (tmp_path / ".panels.csv.new-12").write_text("half")
    with pytest.raises(rm.DataError, match=r"panels.csv: .*Nearest name there: panel.csv"):
        read_table(tmp_path / "panels.csv")


@pytest.mark.parametrize("name", ["data.json", "data.docx", "data"])
def test_unknown_kinds_are_refused(tmp_path, name):
    (tmp_path / name).write_text("x")
    with pytest.raises(rm.DataError, match=r"cannot read files ending in .*\.csv, .*\.xlsx"):
        read_table(tmp_path / name)


def test_many_columns_are_refused_at_once(tmp_path):
    text = ",".join(f"c{i}" for i in range(5_001))
    with pytest.raises(rm.DataError, match="5001 columns; at most 5000"):
        read_table(csv(tmp_path, f"{text}\n{text}\n"))

"""The report as Word, LaTeX and Excel: same bytes, the marks of Table 6, names that bite."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from tests.studies import HEADER, INDICATORS, PANEL, STUDY, with_rows

import resilmeter as rm
from resilmeter.catalogue import load
from resilmeter.present.document import NumberedTable, document
from resilmeter.present.formats.latex import escaped, latex_text, table_tex
from resilmeter.present.formats.printed_workbook import _legal
from resilmeter.present.formats.word_table import UPRIGHT, table_xml
from resilmeter.present.formats.workbook import MOST_CELLS, write_workbook
from resilmeter.present.printed.layout import Cell, PrintTable, header, number, text
from resilmeter.present.references import references

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMATS = ("docx", "tex", "xlsx", "html")
NASTY = (
    "<script>alert(1)</script>", '=HYPERLINK("http://x.example")', "+1+1", "-1-1", "@SUM(A1)",
    "مدينة القاهرة", r"%&_#$\{}~^[]*|<>'`", "long name " * 60,
)  # fmt: skip


@pytest.fixture(scope="session")
def nasty(run_tiny):
    """A study whose cities, groups and indicators have names that could be taken for commands."""
    cities = ("Ahe", "Bohe", "Cohe", "Dohe", "Ehe", "Fohe")
    panel = PANEL
    for city, name in zip(cities, NASTY, strict=False):
        panel = panel.replace(city, '"' + name.replace('"', '""') + '"')
    panel = panel.replace("North", "=North&_%").replace("South", "=South<b>")
    indicators = INDICATORS.replace("Clinics", NASTY[6]).replace("Beds", NASTY[7])
    return run_tiny(panel=panel, indicators=indicators.replace("Dust", "=Dust"))


def words_of(path):
    """Read document.xml of a Word file."""
    with zipfile.ZipFile(path) as file:
        return ET.fromstring(file.read("word/document.xml"))


def said(element):
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def latex(result, *tongues):
    """The text alone: figures as PDF take a while."""
    return latex_text([document(result, tongue, {}) for tongue in tongues], "figures")


@pytest.fixture(scope="module")
def word_file(hand_result, tmp_path_factory):
    return rm.report(hand_result, tmp_path_factory.mktemp("word") / "paper.docx", "both")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_result_gives_the_same_bytes(tiny_result, tmp_path, form, monkeypatch):
    first = rm.report(tiny_result, tmp_path / f"a.{form}", "en").read_bytes()
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    again = rm.report(tiny_result, tmp_path / f"b.{form}", "en").read_bytes()
    assert first.replace(b"a-figures", b"b-figures") == again


def test_a_word_file_has_no_clock_and_no_person(word_file):
    with zipfile.ZipFile(word_file) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = file.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2000-01-01T00:00:00Z"}
    assert "python-docx" not in core


def test_word_tables_have_three_lines_and_repeat_their_heads(word_file):
    tables = list(words_of(word_file).iter(f"{W}tbl"))
    assert len(tables) > 40
    for table in tables:
        borders = table.find(f"{W}tblPr/{W}tblBorders")
        assert {(b.tag.removeprefix(W), b.get(f"{W}sz")) for b in borders} == {
            ("top", "12"), ("bottom", "12"),
        }  # fmt: skip
        rows = table.findall(f"{W}tr")
        heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
        assert heads == rows[: len(heads)]
        assert {b.get(f"{W}sz") for b in heads[-1].iter(f"{W}bottom")} == {"6"}
        inner = [b for row in rows[len(heads) :] for b in row.iter(f"{W}tcBorders")]
        assert inner == []
        spans = {
            sum(int(span.get(f"{W}val")) if (span := cell.find(f"{W}tcPr/{W}gridSpan")) is not None
                else 1 for cell in row.findall(f"{W}tc"))
            for row in rows
        }  # fmt: skip
        assert spans == {len(table.find(f"{W}tblGrid"))}


def test_word_captions_number_through_in_both_languages(word_file):
    lines = [said(p) for p in words_of(word_file).iter(f"{W}p")]
    for pattern in (r"Table (\d+)\. ", r"Figure (\d+)\. ", r"表 (\d+) ", r"图 (\d+) "):
        numbers = [int(found[1]) for line in lines if (found := re.match(pattern, line))]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > 10


def test_word_fonts_are_those_of_journals(word_file):
    with zipfile.ZipFile(word_file) as file:
        styles = ET.fromstring(file.read("word/styles.xml"))
    for style in styles.iter(f"{W}style"):
        if style.get(f"{W}styleId") in {"Normal", "Title", "Heading1", "Caption"}:
            fonts = style.find(f"{W}rPr/{W}rFonts")
            assert fonts.get(f"{W}eastAsia") == "宋体"
            assert fonts.get(f"{W}ascii") == "Times New Roman"


def test_word_figures_have_a_description(word_file):
    pictures = [n for n in words_of(word_file).iter() if n.tag.endswith("}docPr")]
    assert len(pictures) > 20
    assert all("tables/" in picture.get("descr") for picture in pictures)


# Table 6 of S1: a double underline marks the largest cell of its block, a star that of its column.
def test_marks_of_table_6_in_word(word_file):
    runs = [run for cell in words_of(word_file).iter(f"{W}tc") for run in cell.iter(f"{W}r")]
    double = [said(r) for r in runs if r.find(f"{W}rPr/{W}u[@{W}val='double']") is not None]
    starred = [said(r) for r in runs if re.fullmatch(r"0\.0\d{3}\*", said(r))]
    assert {"0.0300", "0.0700*"} <= set(double)
    assert {"0.0700*", "0.0500*"} <= set(starred)
    assert "0.0500*" not in double


def test_marks_of_table_6_in_latex(hand_result):
    page = latex(hand_result, "en")
    assert r"\uuline{0.0700}*" in page
    assert r"\uuline{0.0300} " in page
    assert " 0.0500* " in page


def test_marks_of_table_6_in_a_workbook(hand_result, tmp_path):
    path = rm.report(hand_result, tmp_path / "paper.xlsx", "en")
    with zipfile.ZipFile(path) as file:
        styles = file.read("xl/styles.xml").decode()
    assert '<u val="double"/>' in styles
    assert 'formatCode="0.0000&quot;*&quot;"' in styles
    book = CalamineWorkbook.from_path(path)
    sheet = next(name for name in book.sheet_names if name.endswith("gap-cells"))
    cells = [cell for row in book.get_sheet_by_name(sheet).to_python() for cell in row]
    assert 0.07 in cells


def test_a_printed_workbook_holds_every_table_and_numbers_as_numbers(tiny_result, tmp_path):
    path = rm.report(tiny_result, tmp_path / "paper.xlsx", "both")
    names = CalamineWorkbook.from_path(path).sheet_names
    assert names[0] == "en about"
    assert "zh about" in names
    page = rm.report(tiny_result, tmp_path / "page.html", "en").read_text(encoding="utf-8")
    assert len(names) == 2 + 2 * page.count("<table>")
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("en 02 weights").to_python()
    printed = [row[5] for row in sheet[2:6]]
    weights = tiny_result.weights.table["weight"]
    assert printed == pytest.approx(weights.tolist(), abs=0.00005)


def test_names_that_bite_are_text_in_a_word_file(nasty, tmp_path):
    page = said(words_of(rm.report(nasty, tmp_path / "paper.docx")))
    for name in NASTY[:7]:
        assert name in page


@pytest.mark.parametrize("written", ["report", "tables"])
def test_no_name_becomes_a_formula_or_a_link(nasty, tmp_path, written):
    path = tmp_path / "paper.xlsx"
    if written == "report":
        rm.report(nasty, path)
    else:
        path = rm.write(nasty, tmp_path / "out") / "tables.xlsx"
    with zipfile.ZipFile(path) as file:
        sheets = [file.read(n).decode() for n in file.namelist() if "worksheets/sheet" in n]
        whole = "".join(file.read(n).decode() for n in file.namelist() if n.endswith(".xml"))
    assert all("<f>" not in sheet and "<hyperlink" not in sheet for sheet in sheets)
    assert "=HYPERLINK(" in whole


def test_latex_prints_special_characters_as_they_stand(nasty, tmp_path):
    page = rm.report(nasty, tmp_path / "my %_paper.tex").read_text(encoding="utf-8")
    assert escaped(NASTY[6]) in page
    body = page.partition(r"\begin{document}")[2]
    plain = re.sub(r"\\[a-zA-Z]+\*?|\\[&%$#_{}\\]", "", body)
    assert not re.search(r"[%#~^]", plain)
    assert plain.count("$") % 2 == 0
    assert plain.count("{") == plain.count("}")
    assert "{my-paper-figures/en-" in page
    assert (tmp_path / "my-paper-figures" / "en-gini.pdf").read_bytes().startswith(b"%PDF")


def test_every_row_of_a_latex_table_has_its_columns(tiny_result):
    page = latex(tiny_result, "en", "zh")
    found = re.findall(
        r"\\begin\{(tabular|longtable)\}\{([lr]+)\}(.*?)\\end\{\1\}", page, re.DOTALL
    )
    assert len(found) > 40
    for _, columns, body in found:
        for line in body.splitlines():
            if line.endswith(r" \\"):
                spans = map(int, re.findall(r"\\multicolumn\{(\d+)\}", line))
                cells = len(re.findall(r"(?<!\\)&", line)) + 1 + sum(n - 1 for n in spans)
                assert cells == len(columns)
    assert page.count(r"\begin{") == page.count(r"\end{")
    assert r"\usepackage[scheme=plain]{ctex}" in page


def test_an_english_latex_file_does_without_chinese(tiny_result):
    page = latex(tiny_result, "en")
    assert "ctex" not in page
    assert "SIMULATED DATA" in page


def test_a_row_that_begins_with_a_bracket_or_a_star_stays_a_row():
    cells = (text("[1, 2]"), number("3"))
    table = PrintTable(key="t", caption="c", header=header(("a", "b")), rows=(cells, cells))
    assert r"{[}1, 2{]} & 3 \\" in table_tex(table, "en", "")
    assert escaped("*a") == "{*}a"
    assert escaped("a--b\nc") == "a-{}-b c"


def test_a_long_latex_table_runs_over_pages():
    rows = tuple((text(f"city {i}"), number("0.5")) for i in range(2_000))
    table = PrintTable(key="t", caption="c", header=header(("a", "b")), rows=rows)
    assert r"\begin{longtable}{lr}" in table_tex(table, "en", "stamp").replace("{ll}", "{lr}")


@pytest.mark.parametrize("columns", [1, 4, 9, 10, 30])
def test_word_columns_fill_the_page_whatever_is_in_them(columns):
    cells = (text("word " * 80), *(number("0.1234") for _ in range(columns - 1)))
    table = PrintTable(key="t", caption="c", header=header("x" * columns), rows=(cells,))
    grid = ET.fromstring(table_xml(table)).find(f"{W}tblGrid")
    widths = [int(column.get(f"{W}w")) for column in grid]
    assert len(widths) == columns
    assert min(widths) > 100
    # Each column is cut to whole twentieths of a point.
    assert sum(widths) <= 14000
    assert sum(widths) >= UPRIGHT - columns


def test_what_no_file_may_hold_is_left_out():
    table = PrintTable(
        key="t", caption="c", header=header("a"), rows=((text("x\x00\x1by\ud800"),),)
    )
    assert said(ET.fromstring(table_xml(table))) == "axy"
    assert escaped("x\x00y") == "xy"


def test_cells_tell_numbers_from_texts():
    assert number("\u22120.0567").value == (-0.0567, 4)
    assert number("12").value == (12.0, 0)
    for shown in ("n/a", "", "[0.1, 0.2]", "1.0 (2.0)", "1e-3"):
        assert number(shown).value is None
    assert Cell("2011").value is None


def test_one_period_without_groups_is_laid_out(run_tiny, tmp_path):
    study = STUDY.replace('group = "region"\n', "")
    result = run_tiny("analyze.growth=false", panel=with_rows(PANEL, "2010"), study=study)
    for form in FORMATS:
        assert rm.report(result, tmp_path / f"paper.{form}").stat().st_size > 1_000


def test_one_city_is_laid_out_once_its_gaps_are_left_out(run_tiny, tmp_path):
    study = STUDY.replace('group = "region"\n', "")
    panel = with_rows(PANEL, "Ahe")
    with pytest.raises(rm.ResilmeterError, match="at least two units"):
        run_tiny(panel=panel, study=study)
    sets = ("analyze.gaps=false", "analyze.growth=true")
    result = run_tiny(*sets, panel=panel, study=study)
    for form in FORMATS:
        assert rm.report(result, tmp_path / f"paper.{form}").stat().st_size > 1_000


def test_two_thousand_cities_are_cut_and_their_file_is_named(run_tiny, tmp_path):
    rows = (
        f"City {i},{year},{'NS'[i % 2]},{i % 97},{i % 89},{i % 83},{i % 79 + year}"
        for i in range(2_000) for year in (2009, 2010)
    )  # fmt: skip
    result = run_tiny(panel="\n".join([HEADER, *rows]) + "\n")
    tables = [
        block.table for section in document(result, "en", {}).sections
        for block in section.blocks if isinstance(block, NumberedTable)
    ]  # fmt: skip
    assert max(len(table.rows) for table in tables) <= 60
    for table in tables:
        if table.key in {"ranking", "obstacle-top"}:
            assert re.search(r"30 of 2000 units.*tables/\w+\.csv", table.note)
    write_workbook(
        result, {"scores": pd.DataFrame({"x": range(MOST_CELLS + 1)})}, tmp_path / "b.xlsx"
    )
    book = CalamineWorkbook.from_path(tmp_path / "b.xlsx")
    assert book.sheet_names == ["about"]
    about = dict(book.get_sheet_by_name("about").to_python())
    assert about["left out scores"].endswith("complete in tables/scores.csv.")
    assert about["left out scores_zh"].endswith("tables/scores.csv。")


def test_another_ending_is_refused(tiny_result, tmp_path):
    with pytest.raises(rm.UsageError, match=r"paper\.pdf.*\.docx"):
        rm.report(tiny_result, tmp_path / "paper.pdf")
    assert list(tmp_path.iterdir()) == []


def test_without_python_docx_the_extra_is_named(tiny_result, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(rm.OutputError, match=r"resilmeter\[word\]"):
        rm.report(tiny_result, tmp_path / "paper.docx")


def test_a_folder_that_is_not_there_is_refused_in_plain_words(tiny_result, tmp_path):
    with pytest.raises(rm.OutputError, match="cannot write"):
        rm.report(tiny_result, tmp_path / "none" / "paper.xlsx")


def test_references_are_those_of_the_methods_used(tiny_result, run_tiny):
    assert any("Diakoulaki" in line for line in references(tiny_result))
    other = references(run_tiny("weigh.method=entropy"))
    assert any("Shannon" in line for line in other)
    assert not any("Diakoulaki" in line for line in other)
    for line in other:
        assert re.search(r"\(\d{4}\)", line), line


@pytest.fixture(scope="module")
def office():
    found = shutil.which("soffice")
    if found is None and os.environ.get("CI"):
        pytest.fail("CI has no soffice: .ci/run must install it")
    if found is None:
        pytest.skip("no LibreOffice on this machine")
    return found


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_files_open_in_libreoffice(office, nasty, tmp_path, form):
    path = rm.report(nasty, tmp_path / f"paper.{form}", "both")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    written = tmp_path / "paper.pdf"
    assert written.exists(), done.stdout + done.stderr
    assert written.read_bytes().startswith(b"%PDF")
    # A page of text is some thousand bytes: tables and figures make many of them.
    assert written.stat().st_size > 50_000


def test_a_text_too_long_for_a_cell_says_where_it_goes_on():
    found = _legal("x" * 40_000)
    assert len(found) == 32_767
    assert found.endswith(" … (report.html)")
    assert _legal("x" * 32_767) == "x" * 32_767


def test_greek_letters_do_not_vanish_from_latex():
    """The text fonts of LaTeX have none: XeLaTeX leaves them out and says so in its log only."""
    assert escaped("α, ε, ω, Δ") == r"$\alpha$, $\varepsilon$, $\omega$, $\Delta$"
    assert escaped("5 μg/m³ ≤ ∞, 3 ℃") == (
        r"5 $\mu$g/m\textsuperscript{3} $\leq$ $\infty$, 3 \textcelsius{}"
    )


def test_signs_of_our_own_sentences_exist_in_latin_modern():
    """What the two fonts of a LaTeX document print, looked up once in Latin Modern Roman."""
    printed = set("°×–—“”†…→")
    signs = {
        sign
        for known in (load("resilmeter.present", "words.toml"), load("resilmeter", "messages.toml"))
        for texts in known.values()
        for text in texts.values()
        for sign in str(text)
    }
    strange = {s for s in signs if "\x7f" < s < "\u2e80"} - printed
    assert {sign for sign in strange if escaped(sign) == sign} == set()


def test_a_wide_long_table_turns_its_pages():
    rows = tuple((text("a place with a name"), *(number("0.5"),) * 12) for _ in range(50))
    table = PrintTable(key="t", caption="c", header=header(["heading"] * 13), rows=rows)
    assert "\\begin{landscape}" in table_tex(table, "en", "stamp")
    narrow = PrintTable(key="t", caption="c", header=header(["a", "b"]),
                        rows=((text("x"), number("1")),) * 50)  # fmt: skip
    assert "landscape" not in table_tex(narrow, "en", "stamp")

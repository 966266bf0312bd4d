"""What XeLaTeX would lose or push off the page, mended in the text it is given."""

from __future__ import annotations

import re

from resilmeter.present.document import document
from resilmeter.present.figures.draw import figures
from resilmeter.present.formats.latex import escaped, latex_text, table_tex
from resilmeter.present.printed.layout import PrintTable, header, number, text


def whole(result):
    return document(result, "en", figures(result, "en"))


def long_table(title):
    rows = tuple((text(title), *(number("0.1234") for _ in range(9))) for _ in range(41))
    titles = header(["a", *(str(place) for place in range(9))])
    return PrintTable(key="long", caption="Long", header=titles, rows=rows)


def test_roman_numerals_of_one_sign_are_letters():
    assert escaped("DN Ⅰ–Ⅲ, class ⅻ") == "DN I–III, class xii"


def test_a_chinese_character_is_as_wide_as_two_letters():
    narrow, wide = "x" * 20, "组" * 20
    assert not table_tex(long_table(narrow), "en", "").startswith("\\begin{landscape}")
    assert table_tex(long_table(wide), "zh", "").startswith("\\begin{landscape}")


def test_a_tall_figure_stays_on_its_page(tiny_result):
    pictures = re.findall(
        r"\\includegraphics\[(.*?)\]", latex_text([whole(tiny_result)], "figures")
    )
    assert pictures
    assert all("height=0.8\\textheight,keepaspectratio" in options for options in pictures)


def test_the_address_of_a_source_may_break_at_slashes_and_stops(tiny_result):
    found = latex_text([whole(tiny_result)], "figures")
    address = "doi:10.\\allowbreak{}1016/\\allowbreak{}"
    assert address in found
    assert "\\allowbreak{}\n" not in found


def test_figures_stay_in_their_section(tiny_result):
    assert r"\usepackage[section]{placeins}" in latex_text([whole(tiny_result)], "figures")


def test_raised_and_lowered_signs_are_kept():
    assert escaped("PM₂.₅, 10⁴") == (
        r"PM\textsubscript{2}.\textsubscript{5}, 10\textsuperscript{4}"
    )
    assert escaped("m²·d⁻¹").startswith(r"m\textsuperscript{2}·d\textsuperscript{$-$}")


def test_a_table_too_wide_to_be_read_is_turned():
    def table(title):
        rows = (tuple(text(title) for _ in range(4)),)
        return table_tex(
            PrintTable(key="w", caption="Wide", header=header("abcd"), rows=rows), "en", "stamp"
        )

    assert table("x" * 20).startswith("\\begin{table}[htbp]")
    turned = table("x" * 60)
    assert turned.startswith("\\begin{sidewaystable}\n")
    assert turned.endswith("\\end{sidewaystable}")

"""The block, the scripts and their hashes: safe, small, the same each time, and honest."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise

import altair as alt
import pytest
from tests.shapes import board
from tests.studies import PANEL

import resilmeter as rm
from resilmeter.present.explorer import chart_titles, explorer, left_out, page
from resilmeter.present.explorer.chart import RAMP, charts
from resilmeter.present.explorer.data import explorer_data


@pytest.mark.parametrize("projection", [None, {"type": "identity", "reflectY": True}])
def test_charts_obey_the_schema_of_vega_lite(projection):
    found = charts([2010, 2015, 2020], ["A", "B"], projection)
    assert set(found) == {"ranking", "trajectory"} | ({"map"} if projection else set())
    for chart in found.values():
        alt.Chart.from_dict(chart, validate=True)
        assert "url" not in json.dumps({**chart, "$schema": ""})


def test_charts_look_values_up_in_one_wide_row():
    shown = charts([2010, 2015], ["A", "B"], {"type": "identity"})
    for name in ("map", "ranking"):
        assert "datum.wide[measure * periods + period]" in json.dumps(shown[name])
    scale = shown["ranking"]["encoding"]["color"]["scale"]
    assert scale["type"] == "threshold"
    assert len(scale["domain"]) == len(RAMP) - 1


def test_room_for_names_follows_the_longest_and_ends():
    def room(*names):
        return charts([2010], names, None)["ranking"]["encoding"]["y"]["axis"]["minExtent"]

    assert room("Abc") < room("Abcdef") < room("Abcdef" * 30) == room("Abcdef" * 60)
    assert room("上海市") > room("Abc")


def luminance(colour):
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_classes_darken_all_the_way():
    found = [luminance(colour) for colour in RAMP]
    assert found == sorted(found, reverse=True)
    assert min(a - b for a, b in pairwise(found)) > 0.08


def test_no_name_can_end_the_block(run_tiny):
    nasty = "</script><script>alert(1)</script><!--"
    result = run_tiny(panel=PANEL.replace("Ahe", nasty))
    block = str(explorer(result, ("en",)).data)
    assert "<" not in block
    assert json.loads(block)["units"][0] == nasty


def test_same_result_same_bytes(tiny_result):
    assert explorer(tiny_result, ("en", "zh")) == explorer(tiny_result, ("en", "zh"))


def test_only_the_languages_of_the_page_are_carried(tiny_result):
    assert set(explorer_data(tiny_result, ("zh",))["words"]) == {"zh"}


def test_scripts_set_text_only_as_text():
    """Neither markup from strings nor code from strings, which the policy would stop anyway."""
    program = page.program()
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in program
    assert not re.search(r"\bfetch\(|XMLHttpRequest|import\(|https?://", program)


def test_every_word_that_scripts_ask_for_is_carried(tiny_result):
    carried = explorer_data(tiny_result, ("en",))["words"]["en"]
    asked = set(re.findall(r'"((?:explore|status)-[a-z0-9-]+)"', page.program()))
    assert len(asked) > 30
    assert asked <= set(carried)


def test_a_study_that_is_too_large_has_no_explorer(tiny_result, monkeypatch):
    monkeypatch.setattr(page, "MOST_SCORES", 10)
    assert explorer(tiny_result, ("en",)) is None
    (said,) = left_out(tiny_result, None, "en")
    assert "54 numbers" in said  # 18 unit-periods, the index and two dimensions
    assert "tables/scores.csv" in said
    assert chart_titles(tiny_result, None, "en") == []


def test_what_is_missing_is_said_in_both_languages(tiny_result):
    shown = explorer(tiny_result, ("en",))
    assert left_out(tiny_result, shown, "en") == []
    scores = replace(tiny_result.scores, comparable_over_time=False)
    apart = replace(tiny_result, scores=scores)
    fewer = replace(shown, charts=("ranking",))
    assert len(left_out(apart, fewer, "zh")) == 2
    assert "cannot be compared" in left_out(apart, fewer, "en")[1]


def test_units_without_a_shape_and_shapes_without_a_unit_are_told(tiny_result):
    pytest.importorskip("geopandas")
    squares = board()
    frame = squares.assign(unit=squares["name"], region="")[["unit", "name", "region", "geometry"]]
    frame.loc[frame.index[:2], "unit"] = ""
    bounds = rm.Boundaries(frame=frame, unmatched=("Ahe", "Bohe"), source="squares")
    found = replace(tiny_result, boundaries=bounds)
    shapes, others = left_out(found, explorer(tiny_result, ("en",)), "en")
    assert "Ahe, Bohe" in shapes
    assert "not studied (2)" in others


def test_titles_follow_the_charts(tiny_result):
    shown = explorer(tiny_result, ("en",))
    names = [chart["name"] for chart in chart_titles(tiny_result, shown, "en")]
    assert names == ["map", "ranking", "trajectory"]


def test_the_ranking_says_that_it_is_cut_where_it_is(tiny_result, run_tiny):
    def heading(result):
        shown = explorer(result, ("en",))
        return chart_titles(result, shown, "en")[1]["title"]

    assert heading(tiny_result) == "Ranking"
    rows = [f"U{n},{year},{'NS'[n % 2]},{n},{n * n % 7},{n * 3 % 11},{n % 5}"
            for n in range(31) for year in (2009, 2010)]  # fmt: skip
    panel = "\n".join(["city,year,region,a,b,c,d", *rows]) + "\n"
    assert heading(run_tiny(panel=panel)) == "Ranking: the first 30, and the unit chosen"


def test_axes_say_nothing_english_to_a_screen_reader():
    for chart in charts([2010, 2015], ["A", "B"], None).values():
        text = json.dumps(chart)
        assert text.count('"aria": false') >= 2

"""The explorer in a real browser without network: what marks, tables and texts say is the data.

Asserted on are the texts and colours of the marks, not pixels. How fast it is stands in
benchmarks/report.py.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from tests.shapes import board
from tests.studies import PANEL, with_rows

import resilmeter as rm
from resilmeter.present.explorer.chart import CHOSEN, RAMP
from resilmeter.present.explorer.measures import measures

HOSTILE = "<script>alert(1)</script>"
ARABIC = "مدينة السلام"
LONG = "Long" * 40


@pytest.fixture
def opened(open_page, tiny_result):
    return open_page(tiny_result)


def values(labels, pattern=r"(?:\d+\. )?(.+): (.+)"):
    """Names and printed numbers from labels such as "3. Ahe: 0.1234"."""
    found = [re.fullmatch(pattern, label).groups() for label in labels]
    return {name: float(number.replace("−", "-")) for name, number in found}


def scores(result, period, column=None):
    series = result.scores.index if column is None else result.scores.parts[column]
    return series.xs(period, level="period").round(4).to_dict()


def cell_numbers(row):
    texts = [cell.text_content() for cell in row.locator("td").all()]
    return [float(text.replace("−", "-").replace("+", "")) for text in texts if text]


def test_it_opens_without_a_complaint_or_a_request(opened):
    assert opened.complaints == []
    assert [url.partition(":")[0] for url in opened.requests if "data:image" not in url] == ["file"]
    assert opened.page.locator(".explore svg.marks").count() == 3


def test_map_and_ranking_show_the_scores_of_the_last_period(opened, tiny_result):
    expected = scores(tiny_result, 2011)
    assert values(opened.labels("map")) == expected
    shown = values(opened.labels("ranking"))
    assert shown == expected
    assert list(shown) == list(expected)  # marks in the order of the data; places by rank
    ticks = opened.page.locator('[data-part="ranking"] .role-axis-label text').all_text_contents()
    ranks = tiny_result.scores.ranks.xs(2011, level="period")
    assert {f"{rank}. {name}" for name, rank in ranks.items()} <= set(ticks)


def test_names_and_numbers_of_the_axes_stand_inside_the_charts(open_page, awkward):
    """A name begins left of the chart where its room was measured before its data came."""
    opened = open_page(awkward)
    for chart in ("ranking", "trajectory"):
        frame = opened.page.locator(f'[data-part="{chart}"] svg').bounding_box()
        for label in opened.page.locator(f'[data-part="{chart}"] .role-axis-label text').all():
            box = label.bounding_box()
            assert box["x"] >= frame["x"] - 1
            assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1


def test_colours_are_our_classes(opened, tiny_result):
    (cuts,) = measures(tiny_result).cuts[0]
    index = tiny_result.scores.index.xs(2011, level="period")
    for name, value in index.items():
        mark = opened.page.locator(f'[data-part="map"] path[aria-label^="{name}:"]')
        place = int(np.searchsorted(cuts, value, side="right"))
        assert mark.get_attribute("fill") == RAMP[place]


def test_the_slider_changes_the_marks(opened, tiny_result):
    slider = opened.page.locator('.explore [data-part="period"]')
    slider.press("Home")
    assert opened.said("2009")
    assert slider.get_attribute("aria-valuetext") == "2009"
    assert values(opened.labels("map")) == scores(tiny_result, 2009)
    slider.press("ArrowRight")
    assert opened.said("2010")
    assert values(opened.labels("ranking")) == scores(tiny_result, 2010)


def test_a_dimension_can_be_chosen(opened, tiny_result):
    opened.page.locator('.explore [data-part="measure"]').select_option("Air")
    assert opened.said("Air")
    assert values(opened.labels("map")) == scores(tiny_result, 2011, "Air")


def test_a_click_on_the_map_chooses_the_unit_everywhere(opened, tiny_result):
    opened.page.locator('[data-part="map"] path[aria-label^="Cohe:"]').click()
    assert opened.said("Cohe")
    framed = opened.page.locator(f'[data-part="ranking"] path[stroke="{CHOSEN}"]')
    assert framed.count() == 1
    assert "Cohe" in framed.get_attribute("aria-label")
    points = values(opened.labels("trajectory"), r"(Cohe, \d+|North, \d+|All units, \d+): (.+)")
    for period in (2009, 2010, 2011):
        assert points[f"Cohe, {period}"] == scores(tiny_result, period)["Cohe"]
        north = tiny_result.means.query("level == 'group' and group == 'North'")
        expected = north.set_index("period")["mean"][period]
        assert points[f"North, {period}"] == round(expected, 4)
    assert opened.page.locator('.explore [data-part="unit"]').input_value() == "Cohe"


def test_a_click_on_the_trajectory_goes_to_the_period(opened):
    opened.page.locator('[data-part="trajectory"] path[aria-label^="All units, 2010"]').last.click()
    assert opened.said("2010")


def test_keys_walk_through_ranks_and_periods(opened, tiny_result):
    chart = opened.page.locator('.explore [data-part="ranking"]')
    chart.focus()
    ranks = tiny_result.scores.ranks.xs(2011, level="period")
    chart.press("End")
    assert opened.said(f"{ranks.idxmax()}, 2011")
    chart.press("ArrowUp")
    assert opened.said(f"{ranks[ranks == 5].index[0]}, 2011")
    chart.press("ArrowLeft")
    assert opened.said("2010")


def test_a_unit_can_be_typed(opened):
    box = opened.page.locator('.explore [data-part="unit"]')
    box.fill("Dohe")
    assert opened.said("Dohe")
    box.fill("Nowhere")
    box.blur()
    assert box.input_value() == "Dohe"


def test_the_profile_adds_up(opened, tiny_result):
    """Rows are printed with four decimals: their sum is off by half a unit of the last at most."""
    box = opened.page.locator('.explore [data-part="unit"]')
    box.fill("Ehe")
    assert opened.said("Ehe")
    rows = opened.page.locator('.explore [data-part="indicators"] tbody tr').all()
    table = np.array([cell_numbers(row)[1:] for row in rows[:-1]])
    index = tiny_result.scores.index.unstack()
    own, south = index.loc["Ehe", 2011], index.loc[["Dohe", "Ehe", "Fohe"], 2011].mean()
    expected = [own - south, own - index[2011].mean(), own - index.loc["Ehe", 2009]]
    np.testing.assert_allclose(table.sum(axis=0), expected, atol=4 * 5.1e-5)
    np.testing.assert_allclose(cell_numbers(rows[-1]), expected, atol=5.1e-5)
    best = opened.page.locator('.explore [data-part="indicators"] .opener').first.text_content()
    assert f"against all: {best} (" in opened.page.locator('[data-part="strongest"]').text_content()


def test_parts_and_ranks_of_the_profile(opened, tiny_result):
    rows = opened.page.locator('.explore [data-part="parts"] tbody tr').all()
    unit = opened.page.locator('.explore [data-part="unit"]').input_value()
    assert [row.locator("th").text_content() for row in rows] == ["Index", "Care", "Air"]
    shown = [row.locator("td").first.text_content() for row in rows]
    parts = tiny_result.scores.parts.loc[(unit, 2011)]
    whole = tiny_result.scores.index[unit, 2011]
    assert shown == [f"{value:.4f}" for value in (whole, *parts)]


def test_where_a_number_comes_from(opened, tiny_result):
    opened.page.locator('.explore [data-part="unit"]').fill("Bohe")
    assert opened.said("Bohe")
    opened.page.locator('.explore .opener[data-indicator="2"]').click()
    opened.page.locator(".story h4").filter(has_text="Dust").wait_for()
    terms = opened.page.locator(".story dt").all_text_contents()
    told = dict(zip(terms, opened.page.locator(".story dd").all_text_contents(), strict=True))
    weight = tiny_result.weights.values[2]
    added = tiny_result.scores.contributions.loc[("Bohe", 2011), "c"]
    whole = tiny_result.scores.index["Bohe", 2011]
    assert told == {
        "Value in the file": "58",
        "How it came about": "observed",
        "Treated as an outlier": "no",
        "Value that was scaled": "58",
        "Goalposts": "20 – 95",
        "Formula": "(95 − 58) / (95 − 20) = 0.4933",
        "Scaled value": "0.4933",
        "Weight": f"{weight:.4f}",
        "Contribution to the index":
            f"weight × scaled value = {added:.4f}, {100 * added / whole:.1f} % of the index",
    }  # fmt: skip
    assert "tables/contributions.csv" in opened.page.locator(".story .note").text_content()


def test_a_name_in_a_table_opens_the_unit(opened):
    opened.page.locator(".scroll td .opener").filter(has_text="Fohe").first.click()
    assert opened.said("Fohe")


def test_languages_share_what_is_chosen(open_page, tiny_result):
    opened = open_page(tiny_result, languages=("en", "zh"))
    opened.page.locator('.explore:visible [data-part="unit"]').fill("Dohe")
    assert opened.said("Dohe")
    opened.page.locator('label[for="show-zh"]').click()
    assert opened.said("Dohe，2011 年：指数")
    assert opened.page.locator('.explore[data-language="zh"] svg.marks').count() == 3
    assert values(opened.labels("map")) == scores(tiny_result, 2011)
    assert opened.complaints == []


@pytest.mark.parametrize("width", [320, 768, 1100, 1920])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_as_wide_as_the_window(open_page, awkward, width, language):
    opened = open_page(awkward, languages=(language,), width=width)
    root = opened.page.evaluate("document.documentElement.scrollWidth")
    assert root == width
    assert opened.complaints == []


@pytest.fixture(scope="module")
def awkward(run_tiny):
    """Names that try to be markup, run from right to left, or never end."""
    text = PANEL.replace("Ahe", HOSTILE).replace("Bohe", ARABIC).replace("Cohe", LONG)
    return run_tiny(panel=text)


def test_names_stay_names(open_page, awkward):
    opened = open_page(awkward)
    assert set(values(opened.labels("map"))) == {HOSTILE, ARABIC, LONG, "Dohe", "Ehe", "Fohe"}
    for name in (HOSTILE, ARABIC, LONG):
        opened.page.locator('.explore [data-part="unit"]').fill(name)
        assert opened.said(name)
    assert opened.complaints == []
    assert opened.page.locator("script").count() == 4  # ours, and the libraries once unpacked


def test_print_shows_the_figure_instead(opened):
    assert opened.page.locator(".explore").is_visible()
    assert not opened.page.locator(".static").is_visible()
    opened.page.emulate_media(media="print")
    assert not opened.page.locator(".explore").is_visible()
    assert opened.page.locator(".static").is_visible()


def test_without_scripts_the_figure_stands_in(open_page, tiny_result):
    opened = open_page(tiny_result, scripts=False)
    assert not opened.page.locator(".explore").is_visible()
    assert opened.page.locator(".static").is_visible()


def test_an_old_browser_is_told_what_is_missing(open_page, tiny_result, chromium, tmp_path):
    open_page(tiny_result)
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto((tmp_path / "report.html").as_uri())
    page.wait_for_selector('html[data-explorer="failed"]', state="attached")
    assert "DecompressionStream" in page.locator(".said").text_content()
    context.close()


ALONE = ("analyze.gaps=false", "analyze.growth=false", "analyze.obstacles=false",
         "analyze.diagnose=false", "analyze.grades=false", "analyze.change=false",
         "analyze.dynamics=false")  # fmt: skip


def test_one_unit(open_page, run_tiny):
    opened = open_page(run_tiny("data.group=", *ALONE, panel=with_rows(PANEL, "Ahe")))
    assert opened.complaints == []
    assert len(opened.labels("map")) == len(opened.labels("ranking")) == 1
    assert "rank 1 of 1" in opened.page.locator(".said").text_content()
    key = opened.page.locator('[data-part="key"] li').all_text_contents()
    assert key == ["Ahe", "All units"]


def test_one_period(open_page, run_tiny):
    opened = open_page(run_tiny(*ALONE, panel=with_rows(PANEL, "2010")))
    assert opened.complaints == []
    assert len(opened.labels("map")) == 6
    assert opened.page.locator('[data-part="trajectory"]').count() == 0
    assert "there is one period" in opened.page.locator(".explore").text_content()


def test_periods_that_cannot_be_compared_have_no_trajectory(open_page, run_tiny):
    opened = open_page(run_tiny("prepare.normalize.scope=per-period", "analyze.growth=false"))
    assert opened.complaints == []
    assert opened.page.locator('[data-part="trajectory"]').count() == 0
    assert "cannot be compared" in opened.page.locator(".explore").text_content()
    titles = opened.page.locator('.explore [data-part="indicators"] thead th').all_text_contents()
    assert not any("2009" in title for title in titles)


@pytest.mark.parametrize("method", ["topsis", "grey-relation"])
def test_scores_that_are_no_weighted_sum(open_page, run_tiny, method):
    result = run_tiny(f"score.method={method}", "analyze.obstacles=false", "analyze.diagnose=false")
    opened = open_page(result)
    assert opened.complaints == []
    told = opened.page.locator(".story").text_content()
    if method == "topsis":
        assert "not a sum over indicators" in told
    else:
        unit = opened.page.locator('.explore [data-part="unit"]').input_value()
        code = result.weights.table["indicator"][result.weights.values.argmax()]
        added = result.scores.contributions.loc[(unit, 2011), code]
        assert f"{added:.4f}, " in told


def test_each_name_of_a_row_opens_its_own_unit_and_numbers_open_none(open_page, run_tiny):
    opened = open_page(run_tiny(panel=PANEL.replace("Bohe", "2010")))
    page = opened.page
    row = page.locator(".scroll tr", has=page.locator("button[data-unit]")).first
    assert page.locator('button[data-unit]:text-is("2010")').count() == 0
    rows = page.locator("tr:has(button[data-unit] ~ button), tr:has(td button[data-unit])")
    for k in range(min(rows.count(), 60)):
        buttons = rows.nth(k).locator("button[data-unit]")
        if buttons.count() > 1:
            row = rows.nth(k)
            break
    for k in range(row.locator("button[data-unit]").count()):
        button = row.locator("button[data-unit]").nth(k)
        name = button.inner_text()
        button.click()
        assert opened.said(name)
    assert page.locator('[data-part="period"]').evaluate("input => input.labels.length") == 1


def test_headings_of_groups_stand_inside_the_map(open_page, run_tiny):
    """Few tiles are large; fitted to the tiles alone, the first heading was cut in two."""
    long = "Western and northern regions of the country"
    two = "".join(row + "\n" for row in PANEL.splitlines() if re.match("city|Ahe|Dohe", row))
    result = run_tiny(panel=two.replace("North", long))
    opened = open_page(result)
    svg = opened.page.locator('[data-part="map"] svg').bounding_box()
    for name in (long, "South"):
        box = opened.page.locator('[data-part="map"] svg text', has_text=name).bounding_box()
        assert box["y"] >= svg["y"]
        assert box["x"] + box["width"] <= svg["x"] + svg["width"]


def test_the_years_stand_inside_the_chart_over_time(opened):
    """Room for labels is kept before there are any, or the first drawing would cut them off."""
    svg = opened.page.locator('[data-part="trajectory"] svg').bounding_box()
    years = opened.page.locator('[data-part="trajectory"] svg text', has_text=re.compile("^20"))
    assert years.count() == 3
    for year in years.all():
        box = year.bounding_box()
        assert box["y"] + box["height"] <= svg["y"] + svg["height"]


def test_boundaries_are_drawn_and_do_not_fill_the_map(open_page, tiny_result):
    """A ring that ran the wrong way would cover everything but its unit."""
    pytest.importorskip("geopandas")
    squares = board()
    squares.geometry = squares.geometry.scale(0.7, 0.7)
    frame = squares.assign(unit=squares["name"], region="")[["unit", "name", "region", "geometry"]]
    bounds = rm.Boundaries(frame=frame, unmatched=(), source="squares")
    opened = open_page(replace(tiny_result, boundaries=bounds))
    assert opened.complaints == []
    marks = opened.page.locator('[data-part="map"] path[aria-label]').all()
    whole = opened.page.locator('[data-part="map"] svg').bounding_box()
    assert len(marks) == len(tiny_result.panel.units)
    assert all(mark.bounding_box()["width"] < whole["width"] / 2 for mark in marks)
    opened.page.locator('[data-part="map"] path[aria-label^="Dohe:"]').click()
    assert opened.said("Dohe")


def test_two_thousand_units_have_no_tiles_and_it_is_said(open_page, run_tiny):
    rng = np.random.default_rng(3)
    rows = [f"U{n},2010,{'NS'[n % 2]},{','.join(map(str, rng.random(4).round(4)))}"
            for n in range(2000)]  # fmt: skip
    panel = "\n".join(["city,year,region,a,b,c,d", *rows]) + "\n"
    result = run_tiny(*ALONE, panel=panel)
    opened = open_page(result)
    assert opened.complaints == []
    assert opened.page.locator('[data-part="map"]').count() == 0
    assert "2000 units are too many for tiles" in opened.page.locator(".explore").text_content()
    assert len(opened.labels("ranking")) == 30

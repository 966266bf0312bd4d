"""Where a printed number comes from: what the page computes again is what the table prints."""

from __future__ import annotations

import re

import pytest
from tests.studies import PANEL, STUDY, with_column

from resilmeter.present.explorer.weighing import weighing
from resilmeter.present.origins import gap_origin, mean_origin, obstacle_origin

# Press every number of the page, and take what the formula below its table says.
ASK_ALL = """() => [...document.querySelectorAll('.number-origin')].map((button) => {
  button.click();
  const box = document.querySelector('.origin');
  const told = [...box.querySelectorAll('dd')].map((one) => one.textContent);
  return {origin: button.dataset.origin, printed: button.textContent, told,
          title: box.querySelector('h4').textContent};
})"""
# What the page computes prints as the table does: both are rounded to the same decimals.
EXACT = 1e-9
KINDS = {"mean", "score", "obstacle", "weight", "gap"}


def last_number(text):
    found = re.findall(r"[−-]?\d+(?:\.\d+)?", text)
    return float(found[-1].replace("−", "-"))


def printed_number(asked):
    """A number, one with another in brackets, or a name with a degree in brackets at its end."""
    pattern = r"\((\d+\.\d)\)$" if asked["origin"].startswith("obstacle") else r"([−-]?\d+\.?\d*)"
    return float(re.search(pattern, asked["printed"])[1].replace("−", "-"))


def told_number(asked):
    """What the story ends in: a share in per cent, a value, a score."""
    kind, *places = asked["origin"].split()
    if kind == "score":
        return last_number(asked["told"][-2])
    if kind == "obstacle":
        return last_number(asked["told"][-1].removesuffix("%"))
    if kind == "gap" and places[-1] == "share":
        return last_number(asked["told"][2].removesuffix(" %"))
    line = next(line for line in asked["told"] if " = " in line)
    return last_number(line.partition(" = ")[2].partition(",")[0])


def checked(asked):
    """Compare every number that is one with what is printed."""
    for one in asked:
        assert told_number(one) == pytest.approx(printed_number(one), abs=EXACT), one


def test_every_number_is_computed_again(open_page, tiny_result):
    opened = open_page(tiny_result)
    asked = opened.page.evaluate(ASK_ALL)
    assert {one["origin"].split()[0] for one in asked} == KINDS
    checked(asked)
    assert opened.complaints == []


@pytest.mark.parametrize("correction", ["none", "sample"])
def test_weighted_gaps_are_computed_again(open_page, run_tiny, correction):
    panel = with_column(PANEL, "people", [str(3 + n % 7) for n in range(18)])
    result = run_tiny(
        "inequality.weights=people", f"inequality.correction={correction}", panel=panel
    )
    asked = open_page(result).page.evaluate(ASK_ALL)
    assert sum(one["origin"].startswith("gap") for one in asked) > 20
    checked(asked)


def test_a_mean_names_its_units(open_page, tiny_result):
    opened = open_page(tiny_result)
    origin = mean_origin(tiny_result, 2010, "South")
    button = opened.page.locator(f'.number-origin[data-origin="{origin}"]').first
    button.click()
    box = opened.page.locator(".origin")
    assert "South, 2010" in box.locator("h4").text_content()
    index = tiny_result.scores.index.xs(2010, level="period")[["Dohe", "Ehe", "Fohe"]]
    ordered = index.sort_values(ascending=False)
    expected = "; ".join(f"{name} {value:.4f}" for name, value in ordered.items())
    assert box.locator("dd").last.text_content() == expected
    button.click()
    assert box.count() == 0


def test_the_keyboard_walks_through_the_numbers_of_a_table(open_page, tiny_result):
    page = open_page(tiny_result).page
    first, second = page.locator(".number-origin").all()[:2]
    first.focus()
    page.keyboard.press("ArrowRight")
    place = page.evaluate("document.activeElement.dataset.origin")
    assert place == second.get_attribute("data-origin")
    assert (first.get_attribute("tabindex"), second.get_attribute("tabindex")) == ("-1", "0")
    page.keyboard.press("Enter")
    assert second.get_attribute("aria-expanded") == "true"
    assert page.locator(".origin").get_attribute("data-origin") == place
    page.locator(".origin .opener").click()
    assert page.evaluate("document.activeElement.dataset.origin") == place


def test_a_number_of_a_unit_does_not_move_the_page(open_page, tiny_result):
    opened = open_page(tiny_result)
    before = opened.page.locator('.explore [data-part="unit"]').input_value()
    opened.page.locator('.number-origin[data-origin^="score"]').last.click()
    assert opened.page.locator('.explore [data-part="unit"]').input_value() == before
    assert "Index, " in opened.page.locator(".origin h4").text_content()


@pytest.mark.parametrize(
    ("method", "form"),
    [("critic", "critic"), ("entropy", "entropy"), ("standard-deviation", "std"),
     ("equal", "equal"), ("merec", "")],
)  # fmt: skip
def test_a_formula_leads_to_the_weight_or_is_not_shown(run_tiny, method, form):
    found = weighing(run_tiny(f"weigh.method={method}"), ("en",))
    assert found["formula"] == form
    if form:
        assert found["sum"] > 0


def test_nothing_stands_beside_a_weight_that_it_was_not_made_of(run_tiny):
    assert weighing(run_tiny("weigh.method=entropy"), ("en",))["parts"] == ["entropy", "weight"]
    assert weighing(run_tiny("weigh.method=merec"), ("en",))["parts"] == ["weight"]


@pytest.mark.parametrize(
    ("keys", "form"),
    [(("weigh.scope=per-period", "analyze.growth=false"), ""),
     (("weigh.level=within-dimension",), "dimension")],
)  # fmt: skip
def test_weights_of_periods_and_dimensions_are_computed_again(open_page, run_tiny, keys, form):
    result = run_tiny(*keys)
    assert weighing(result, ("en",))["formula"] == form
    asked = open_page(result).page.evaluate(ASK_ALL)
    checked([one for one in asked if one["origin"].startswith("weight")])


def test_addresses_name_places(tiny_result):
    assert mean_origin(tiny_result, 2011) == "mean 0 0 2"
    found = gap_origin(tiny_result, 2009, ("North", "South"), "Air", share=True)
    assert found == "gap 0:1 2 0 share"


def test_a_number_that_was_pressed_is_the_one_stop_of_the_tab_key(open_page, tiny_result):
    page = open_page(tiny_result).page
    table = page.locator(".scroll", has=page.locator('.number-origin[data-origin^="mean"]')).first
    pressed = table.locator(".number-origin").nth(3)
    pressed.click()
    assert table.locator('.number-origin[tabindex="0"]').count() == 1
    assert pressed.get_attribute("tabindex") == "0"
    page.keyboard.press("ArrowDown")
    row, column = page.evaluate("""() => {
      const cell = document.activeElement.closest('td');
      return [cell.parentNode.rowIndex, cell.cellIndex];
    }""")
    assert (row, column) == (2, 4)


def test_escape_closes_what_was_asked_and_goes_back_to_it(open_page, tiny_result):
    page = open_page(tiny_result).page
    button = page.locator(".number-origin").first
    button.click()
    box = page.locator('[aria-live="polite"] > .origin')
    assert box.count() == 1
    page.locator(".origin .opener").focus()
    page.keyboard.press("Escape")
    assert box.count() == 0
    assert button.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.className") == "number-origin"


def test_beside_a_number_the_cell_presses_it_and_the_page_stays(open_page, tiny_result):
    page = open_page(tiny_result).page
    chosen = page.locator('.explore [data-part="unit"]')
    before = chosen.input_value()
    cell = page.locator('td:has(> .number-origin[data-origin^="score"])').last
    cell.click(position={"x": 1, "y": 1})
    assert page.locator(".origin").count() == 1
    assert chosen.input_value() == before


def test_marking_text_in_a_row_does_not_leave_it(open_page, tiny_result):
    page = open_page(tiny_result).page
    chosen = page.locator('.explore [data-part="unit"]')
    before = chosen.input_value()
    row = page.locator(".scroll tr:has(button[data-unit])").last
    assert row.locator("button[data-unit]").text_content() != before
    cell = row.locator("td").first.bounding_box()
    page.mouse.move(cell["x"] + 1, cell["y"] + cell["height"] / 2)
    page.mouse.down()
    page.mouse.move(cell["x"] + cell["width"] - 1, cell["y"] + cell["height"] / 2)
    page.mouse.up()
    assert page.evaluate("String(getSelection()).trim()")
    assert chosen.input_value() == before


@pytest.mark.parametrize("variant", ["unweighted", "within-dimension"])
def test_obstacle_degrees_are_computed_again_in_every_form(open_page, run_tiny, variant):
    asked = open_page(run_tiny(f"obstacles.variant={variant}")).page.evaluate(ASK_ALL)
    checked(asked)
    assert any(one["origin"].startswith("obstacle") for one in asked)


def test_what_peers_attained_is_not_explained(run_tiny):
    result = run_tiny("obstacles.variant=attainable")
    assert obstacle_origin(result, "a", "Ahe", 2011) == ""


@pytest.mark.parametrize("method", ["topsis", "mazziotta-pareto"])
def test_a_score_that_is_no_sum_says_how_dimensions_share_it(open_page, run_tiny, method):
    """Scores near 100 need more digits than those below 1 to print alike."""
    result = run_tiny(f"score.method={method}", "analyze.obstacles=false")
    opened = open_page(result)
    checked(opened.page.evaluate(ASK_ALL))
    opened.page.locator('.number-origin[data-origin^="score"]').first.click()
    assert "Shapley" in opened.page.locator(".origin .note").text_content()


def test_an_index_from_elsewhere_is_not_called_a_sum(open_page, run_tiny, tmp_path):
    rows = [line.split(",")[:2] for line in PANEL.splitlines()[1:]]
    text = "city,year,index\n" + "".join(f"{c},{y},{n + 1}\n" for n, (c, y) in enumerate(rows))
    (tmp_path / "index.csv").write_text(text, encoding="utf-8")
    result = run_tiny(
        "score.method=imported", f"score.imported={tmp_path / 'index.csv'}",
        "analyze.obstacles=false",
    )  # fmt: skip
    opened = open_page(result)
    checked(opened.page.evaluate(ASK_ALL))
    opened.page.locator('.number-origin[data-origin^="score"]').first.click()
    box = opened.page.locator(".origin")
    assert box.locator("dt").all_text_contents() == ["Index", "Rank"]
    assert "elsewhere" in box.locator(".note").text_content()
    assert "elsewhere" in opened.page.locator('[data-part="indicators"]').text_content()
    assert opened.complaints == []


def test_where_there_is_no_number_nothing_can_be_pressed(open_page, run_tiny):
    result = run_tiny(study=STUDY.replace('group = "region"\n', ""))
    asked = open_page(result).page.evaluate(ASK_ALL)
    assert [one for one in asked if "n/a" in one["printed"]] == []
    checked(asked)


def test_small_numbers_are_written_as_people_write_them(open_page, run_tiny):
    page = open_page(run_tiny(panel=PANEL.replace("10,3.5,80", "10,3.5e-9,80"))).page
    page.locator('.number-origin[data-origin^="obstacle 1 "]').first.click()
    goalposts = page.locator(".origin dt", has_text="Goalposts").locator("+ dd")
    assert goalposts.text_content() == "3.5 × 10^−9 – 9.6"


def test_what_is_said_about_a_number_comes_into_view(open_page, tiny_result):
    page = open_page(tiny_result).page
    page.set_viewport_size({"width": 360, "height": 300})
    page.locator('.number-origin[data-origin^="mean"]').first.click()
    bottom = page.locator(".origin").evaluate("box => box.getBoundingClientRect().bottom")
    assert bottom <= 300 + 1  # rounded to whole pixels
    page.locator(".origin .opener").click()
    top = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert 0 <= top < 300


def test_a_negative_index_has_no_shares(open_page, run_tiny):
    result = run_tiny(
        "prepare.normalize.method=z-score", "analyze.obstacles=false", "analyze.gaps=false",
        "analyze.growth=false",
    )  # fmt: skip
    last = result.scores.index.xs(2011, level="period").sort_values()
    assert last.iloc[0] < 0 < last.iloc[-1]
    opened = open_page(result)
    for unit, shares in ((last.index[0], 0), (last.index[-1], 1)):
        opened.page.locator('[data-part="unit"]').fill(unit)
        assert opened.said(unit)
        assert opened.page.locator(".story").first.text_content().count("of the index") == shares

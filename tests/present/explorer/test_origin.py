"""Where a printed number comes from: what the page computes again is what the table prints."""

from __future__ import annotations

import re

import pytest
from tests.studies import PANEL, with_column

from resilmeter.present.explorer.weighing import weighing
from resilmeter.present.origins import gap_origin, mean_origin

# Press every number of the page, and take what the formula below its table says.
ASK_ALL = """() => [...document.querySelectorAll('.number-origin')].map((button) => {
  button.click();
  const box = document.querySelector('.origin');
  const told = [...box.querySelectorAll('dd')].map((one) => one.textContent);
  return {origin: button.dataset.origin, printed: button.textContent, told,
          title: box.querySelector('h4').textContent};
})"""
# A number of the page is computed from scores with six digits, the printed one from all: a sum of
# gaps over a few pairs may differ in the last of four decimals.
LAST = 1.01e-4
KINDS = {"mean", "score", "cell", "weight", "gap"}


def last_number(text):
    found = re.findall(r"[−-]?\d+(?:\.\d+)?", text)
    return float(found[-1].replace("−", "-"))


def first_number(text):
    return float(re.search(r"[−-]?\d+(?:\.\d+)?", text)[0].replace("−", "-"))


def told_number(asked):
    """What the story ends in: a share in per cent, a value, a score."""
    kind, *places = asked["origin"].split()
    if kind == "score":
        return last_number(asked["told"][-2])
    if kind == "gap" and places[-1] == "share":
        return last_number(asked["told"][2].removesuffix(" %"))
    line = next(line for line in asked["told"] if " = " in line)
    return last_number(line.partition(" = ")[2].partition(",")[0])


def checked(asked):
    """Compare every number that is one with what is printed."""
    for one in asked:
        if one["origin"].startswith("cell"):
            continue  # the printed text is a name with a degree; its story is that of the cell
        room = 0.011 if one["origin"].endswith("share") else LAST
        assert told_number(one) == pytest.approx(first_number(one["printed"]), abs=room), one


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


def test_weights_of_periods_have_no_one_formula(run_tiny):
    assert (
        weighing(run_tiny("weigh.scope=per-period", "analyze.growth=false"), ("en",))["formula"]
        == ""
    )


def test_addresses_name_places(tiny_result):
    assert mean_origin(tiny_result, 2011) == "mean 0 0 2"
    found = gap_origin(tiny_result, 2009, ("North", "South"), "Air", share=True)
    assert found == "gap 0:1 2 0 share"

"""Dividing by a denominator: both parts are filled first, zeros are refused."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import tiny_panel

import resilmeter as rm

INDICATORS = "code,dimension,direction,denominator,per\nbeds,D,higher,people,10000\ny,D,higher,,\n"


def panel(folder, beds, people, indicators=INDICATORS):
    parts = enumerate(zip(beds, people, strict=True))
    rows = [f"Ahe,{2009 + t},{b},{p},{t}" for t, (b, p) in parts]
    rows += [f"Bohe,{2009 + t},{50 + t},1000,{9 - t}" for t in range(len(beds))]
    text = "\n".join(["city,year,beds,people,y", *rows])
    return tiny_panel(folder, panel=text, indicators=indicators, group="")


def test_hand_values(tmp_path):
    read = rm.per_capita(panel(tmp_path, (10, 30, 60), (2000, 4000, 5000)))
    # One division and one product: two roundings.
    assert read.values["beds"].tolist() == pytest.approx([50, 75, 120, 500, 510, 520], rel=1e-15)
    assert read.values["y"].tolist() == [0, 1, 2, 9, 8, 7]
    (step,) = read.steps
    assert (step.key, step.level) == ("divided", "note")
    assert "people" in step.text()
    assert "10000" in step.text()


def test_numerator_and_denominator_are_filled_before_the_division(tmp_path):
    """Half way: beds 20, people 3000, so 66.67, not the 62.5 half way between the ratios."""
    read = rm.per_capita(
        rm.interpolate(panel(tmp_path, (10, "", 30), (2000, "", 4000)))
    )  # fmt: skip
    assert read.values.loc[("Ahe", 2010), "beds"] == pytest.approx(20 / 3000 * 10_000, rel=1e-15)
    assert read.status["beds"].tolist() == [0, 2, 0, 0, 0, 0]
    assert rm.imputed_cells(read)["indicator"].tolist() == ["beds"]


@pytest.mark.parametrize(
    ("beds", "people"), [((10, "", 30), (2000, 3000, 4000)), ((10, 20, 30), (2000, "", 4000))]
)
def test_cell_is_flagged_if_either_part_was_filled(tmp_path, beds, people):
    read = rm.per_capita(rm.interpolate(panel(tmp_path, beds, people)))
    assert read.status["beds"].tolist() == [0, 2, 0, 0, 0, 0]
    assert read.values.loc[("Ahe", 2010), "beds"] == pytest.approx(20 / 3000 * 10_000, rel=1e-15)


def test_ratio_is_missing_where_a_part_is(tmp_path):
    read = rm.per_capita(panel(tmp_path, ("", 20, 30), (2000, "", 4000)))
    assert read.values["beds"].isna().tolist() == [True, True, False, False, False, False]
    assert read.status["beds"].tolist() == [1, 1, 0, 0, 0, 0]


def test_part_that_stays_missing_is_not_flagged_as_filled(tmp_path):
    read = rm.per_capita(rm.interpolate(panel(tmp_path, ("", 20, 30), ("", 3000, 4000))))
    assert read.status["beds"].tolist()[0] == 1
    assert np.isnan(read.values["beds"].iloc[0])


@pytest.mark.parametrize("people", [(2000, 0, 4000), (2000, -5, 4000)])
def test_denominator_that_is_not_positive_is_refused(tmp_path, people):
    with pytest.raises(rm.DataError, match=r"column people, Ahe, 2010: .*zero or negative"):
        rm.per_capita(panel(tmp_path, (10, 20, 30), people))


def test_every_bad_denominator_is_named(tmp_path):
    with pytest.raises(rm.DataError) as caught:
        rm.per_capita(panel(tmp_path, (10, 20, 30), (0, 5, 0)))
    assert [p.where["period"] for p in caught.value.problems] == [2009, 2011]


def test_panel_without_denominators_is_returned_as_it_is(tmp_path):
    read = panel(tmp_path, (1, 2, 3), (1, 2, 3), "code,dimension,direction\nbeds,D,higher\n")
    assert rm.per_capita(read) is read


def test_constant_total_with_a_varying_denominator_is_no_constant_indicator(tmp_path):
    """One hospital everywhere still differs by inhabitant."""
    rows = [f"{city},{2009 + t},1,{p + t},{p - t}" for city, p in (("Ahe", 10), ("Bohe", 20))
            for t in range(3)]  # fmt: skip
    text = "\n".join(["city,year,beds,people,y", *rows])
    read = tiny_panel(tmp_path, panel=text, indicators=INDICATORS, group="")
    assert rm.check(read).ok
    assert rm.normalize(rm.per_capita(read)).values["beds"].max() == 1

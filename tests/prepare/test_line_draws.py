"""Interpolated cells off their lines: which cells move, and what is said of them."""

import numpy as np
import pytest
from tests.studies import tiny_panel

import resilmeter as rm

YEARS = range(2009, 2017)
INDICATORS = "code,dimension,direction,denominator,lower_bound\nx,D,higher,,0\nz,D,higher,people,\n"
HEADER = "city,year,x,z,people"


def panel(folder, x, people=(1000,) * 8):
    """One gappy city beside two whole ones that zigzag."""
    rows = [f"Ahe,{t},{a},5,{b}" for t, a, b in zip(YEARS, x, people, strict=True)]
    rows += [f"{city},{t},{at + 3 * (t % 2)},{at},{900 + 400 * (t % 2)}"
             for city, at in (("Bohe", 4), ("Cohe", 6)) for t in YEARS]  # fmt: skip
    text = "\n".join([HEADER, *rows])
    return tiny_panel(folder, panel=text, indicators=INDICATORS, group="")


GAPPY = (10, 12, "", 12, 10, 12, "", "")


def test_only_cells_inside_gaps_move(tmp_path):
    before = panel(tmp_path, GAPPY)
    line = rm.interpolate(before, extrapolate=True)
    drawn = rm.interpolate(before, extrapolate=True, errors=True, seed=4)
    moved = (line.values != drawn.values).to_numpy()
    assert moved.sum() == 1
    assert moved[2, 0]  # the end stays as it was extrapolated
    assert drawn.status.equals(line.status)
    # Every known stretch misses its line by 1 step; steps here are 0 over two years, and 2.
    step = float(np.sqrt((4 + 0 + 4 + 4) / 4))
    error = drawn.values["x"].iloc[2] - 12
    assert abs(error) == pytest.approx(step, rel=1e-12) or abs(error) == pytest.approx(2, rel=1e-12)
    assert {p.key for p in drawn.steps} >= {"line-errors-drawn"}


def test_the_seed_decides_and_other_indicators_do_not(tmp_path):
    before = panel(tmp_path, GAPPY)
    one, same = (rm.interpolate(before, errors=True, seed=3).values["x"] for _ in range(2))
    assert one.equals(same)
    seen = {rm.interpolate(before, errors=True, seed=s).values["x"].iloc[2] for s in range(1, 20)}
    assert len(seen) > 1
    alone = tiny_panel(
        tmp_path / "alone",
        panel="\n".join(",".join(row.split(",")[:3]) for row in _rows(tmp_path)),
        indicators="code,dimension,direction,lower_bound\nx,D,higher,0\n", group="",
    )  # fmt: skip
    assert rm.interpolate(alone, errors=True, seed=3).values["x"].equals(one)


def _rows(folder):
    return (folder / "panel.csv").read_text(encoding="utf-8").splitlines()


def test_a_bound_is_kept_and_said(tmp_path):
    before = panel(tmp_path, (0, 8, 0, "", 0, 8, 0, 8))
    low = [rm.interpolate(before, errors=True, seed=s) for s in range(1, 12)]
    at_bound = [p for p in low if p.values["x"].iloc[3] == 0]
    assert at_bound
    assert all("line-error-at-bound" in {s.key for s in p.steps} for p in at_bound)
    assert all((p.values["x"] >= 0).all() for p in low)


def test_errors_that_are_not_known_are_doubted(tmp_path):
    before = panel(tmp_path, (10, "", "", "", "", "", "", 12))
    before = rm.interpolate(before, errors=True)
    (step,) = [p for p in before.steps if p.key == "line-errors-unknown"]
    assert (step.level, step.values["count"]) == ("doubt", 6)
    assert before.values["x"].iloc[1] == pytest.approx(10 + 2 / 7)


def test_a_denominator_varies_and_may_not_pass_zero(tmp_path):
    people = (1000, 1100, "", 1100, 1000, 1100, 1000, 1100)
    before = panel(tmp_path, (10,) * 8, people)
    drawn = rm.interpolate(before, errors=True)
    assert drawn.others["people"].iloc[2] != 1100
    wild = panel(tmp_path / "wild", (10,) * 8, (9000, 1, "", 1, 9000, 1, 9000, 1))
    with pytest.raises(rm.DataError, match=r"people.*zero or negative"):
        [rm.interpolate(wild, errors=True, seed=seed) for seed in range(1, 20)]

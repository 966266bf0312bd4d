"""The sentences on trend and convergence: as the tables say, and counted over the variants."""

import numpy as np
import pytest

from resilmeter.present.printed.change import trend_sentence
from resilmeter.present.printed.dynamics import convergence_sentence
from resilmeter.present.printed.robustness import sentences_table

CITIES = {"Ahe": "North", "Bohe": "North", "Cohe": "South", "Dohe": "South"}
SPAN = (
    'robustness.over={"weigh.method"=["equal", "critic"], "prepare.normalize.method"=["minmax",'
    ' "rank"]}'
)


def eight_years(closing: float) -> str:
    """Cities from 20, 40, 60, 80 on straight paths to 80, closing a share of their gaps."""
    lines = ["city,year,region,a,b,c,d"]
    for (city, group), start in zip(CITIES.items(), (20, 40, 60, 80), strict=True):
        for t, year in enumerate(range(2010, 2018)):
            base = start + closing * (90 - start) * t / 7 + start % 7 / 10
            # Not the worst in everything, so that logarithms exist.
            trees = base + start % 3 + (30 if (city, t) == ("Ahe", 0) else 0)
            values = (base, base + t / 3, 200 - base + t / 9, trees)
            lines.append(",".join([city, str(year), group, *(f"{v:.4f}" for v in values)]))
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def closing(run_tiny):
    return run_tiny(SPAN, panel=eight_years(0.8))


def test_convergence_is_said_with_both_numbers_and_counted(closing):
    said = convergence_sentence(closing, "en").text
    found = closing.dynamics.convergence
    spread = found.sigma_trends.set_index(["group", "measure"]).loc[("", "variation")]
    assert spread["verdict"] == "fall"
    assert "The units converged from 2010 to 2017" in said
    assert f"{spread['first']:.4f} to {spread['last']:.4f} (falls" in said
    row = closing.tried.sentences.set_index(["sentence", "claim"]).loc[("convergence", "")]
    assert (row["holds"], row["variants"]) == (2, 4)  # a sentence of two weightings alone
    assert said.startswith("Depends on the choices of method: ")
    assert "(Holds in only 2 of 4 variants.)" in said
    assert "收敛" in convergence_sentence(closing, "zh").text


def test_every_variant_is_the_verdict_of_its_run(closing, run_tiny):
    seen = []
    for weighting in ("equal", "critic"):
        for scaling in ("minmax", "rank"):
            keys = (f"weigh.method={weighting}", f"prepare.normalize.method={scaling}")
            own = run_tiny(*keys, "analyze.obstacles=false", panel=eight_years(0.8))
            table = own.dynamics.convergence.sigma_trends.set_index(["group", "measure"])
            seen.append(table.loc[("", "variation"), "verdict"])
    claims = closing.tried.claims
    told = claims[claims["claim"] == "dispersion-trend"].set_index("value")["holds"].to_dict()
    assert told == {verdict: seen.count(verdict) for verdict in set(seen)}


def test_the_trend_is_counted_too(closing):
    assert "variants.)" in trend_sentence(closing, "en").text
    rows = [[cell.text for cell in row] for row in sentences_table(closing, "en").rows]
    assert ["trend of the mean index", "rises"] in [row[:2] for row in rows]
    assert ["units converged", "yes"] in [row[:2] for row in rows]


def test_parallel_paths_do_not_converge(run_tiny):
    rng = np.random.default_rng(3)
    lines = eight_years(0.0).splitlines()
    noisy = [
        ",".join([*row.split(",")[:3], *(f"{float(v) + rng.normal(0, 4):.3f}"
                                         for v in row.split(",")[3:])])
        for row in lines[1:]
    ]  # fmt: skip
    said = convergence_sentence(run_tiny(panel="\n".join([lines[0], *noisy]) + "\n"), "en").text
    assert said.startswith("Convergence from 2010 to 2017 is not shown")
    assert "variants" not in said


def test_three_years_say_nothing(tiny_result):
    assert convergence_sentence(tiny_result, "en") is None

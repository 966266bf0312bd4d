"""Peers' conventions on the classic 185 villages and on cases with strata of one row.

The oracle prints q and p to 7 digits (p of "gd" to 9) and q of overlays to 15; decisions are exact.
"""

from itertools import combinations

import numpy as np
import pytest

from resilmeter.core.detector import (
    COMPATS,
    published_ecological,
    published_factor,
    published_interaction,
    published_risk,
)
from resilmeter.errors import MethodError

SEVEN_DIGITS = 5e-8  # half a unit of the last digit printed
ORACLE = "geodetector_ntd_185.json"


@pytest.mark.parametrize("driver", ["watershed", "soiltype", "elevation"])
def test_q_and_p_of_the_villages(villages, oracle, driver):
    y, drivers = villages
    printed = oracle(ORACLE)
    wang = printed["geodetector_R_vignette"]["factor"][driver]
    found = published_factor(y, drivers[driver], "wang")
    assert found.q == pytest.approx(wang["q"], abs=SEVEN_DIGITS)
    assert found.p == pytest.approx(
        wang["p"], rel=2e-7, abs=2e-9
    )  # seven digits of R's pf, good to 1e-9
    gd = printed["gdverse_vignette_gd"]["factor"][driver]
    for compat in ("gd", "gdverse"):
        found = published_factor(y, drivers[driver], compat)
        assert found.q == pytest.approx(gd["q"], abs=SEVEN_DIGITS)
        # printed to nine decimals, from R's pf, which is good to 1e-9
        assert found.p == pytest.approx(gd["p"], abs=2e-9)


def test_p_of_the_villages_to_the_last_digit(villages):
    """drivers.md, 1.1: mpmath gives .000128802263 for the watershed under "gd"."""
    y, drivers = villages
    assert published_factor(y, drivers["watershed"], "gd").p == pytest.approx(
        0.000128802263, abs=1e-12
    )


def test_interactions_of_the_villages(villages, oracle):
    y, drivers = villages
    printed = oracle(ORACLE)
    for pair, q in printed["geodetector_R_vignette"]["interaction_q"].items():
        first, second = (drivers[name] for name in pair.split("*"))
        found = published_interaction(y, first, second, "wang")
        assert found.q == pytest.approx(q, abs=1e-13)
    kinds = printed["gdverse_vignette_gd"]["interaction"]
    for pair in kinds:
        first, second = (drivers[name] for name in pair.split("*"))
        for compat in COMPATS:
            kind = published_interaction(y, first, second, compat).kind
            assert (kind, kinds[pair]) == ("enhance-both", "Enhance, bi-")


def test_strata_of_one_row_are_what_the_programs_differ_in(villages):
    """drivers.md, fact 1: soil and watershed .735681 with two lone cells, .723184 without."""
    y, drivers = villages
    pair = drivers["soiltype"], drivers["watershed"]
    q = [published_interaction(y, *pair, compat).q for compat in COMPATS]
    assert q == pytest.approx([0.735681, 0.723184, 0.723184], abs=5e-7)


@pytest.mark.parametrize("driver", ["watershed", "soiltype", "elevation"])
def test_risk_means_and_decisions_of_the_villages(villages, oracle, driver):
    y, drivers = villages
    printed = oracle(ORACLE)["geodetector_R_vignette"]
    means = [y[drivers[driver] == h].mean() for h in range(drivers[driver].max() + 1)]
    assert means == pytest.approx(list(printed["risk_mean"][driver].values()), abs=5e-7)
    expected = printed["risk_significant"][driver]
    for compat in COMPATS:
        assert published_risk(y, drivers[driver], compat).significant.tolist() == expected


def test_ecological_decisions_of_the_villages(villages, oracle):
    y, drivers = villages
    printed = oracle(ORACLE)
    for pair, different in printed["geodetector_R_vignette"]["ecological"].items():
        first, second = (drivers[name] for name in pair.split("*"))
        for compat in ("wang", "gd"):
            assert published_ecological(y, first, second, compat) is different
            assert published_ecological(y, second, first, compat) is different
    for pair, word in printed["gdverse_vignette_gd"][
        "ecological_one_sided_order_dependent"
    ].items():
        first, second = (drivers[name] for name in pair.split("*"))
        assert published_ecological(y, first, second, "gdverse") is (word == "Yes")


def test_one_program_changes_its_mind_with_the_order(villages):
    """drivers.md, fact 7: watershed, soil type "No"; swapped "Yes"."""
    y, drivers = villages
    assert not published_ecological(y, drivers["watershed"], drivers["soiltype"], "gdverse")
    assert published_ecological(y, drivers["soiltype"], drivers["watershed"], "gdverse")


def test_toy_of_gdverse():
    """stscl/gdverse, tests/testthat/test-geodetector.R: q .771429, p .079365."""
    found = published_factor([1, 2, 3, 4, 5, 6, 7], [0, 1, 1, 1, 2, 2, 2], "gdverse")
    assert found.q == pytest.approx(0.771429, abs=5e-7)
    assert found.p == pytest.approx(0.079365, abs=5e-7)


def test_conventions_count_a_lone_row_differently():
    """ "gd" takes q of six rows and two strata to F of seven rows and three."""
    y, strata = [1, 2, 3, 4, 5, 6, 7], [0, 1, 1, 1, 2, 2, 2]
    wang, gd, gdverse = (published_factor(y, strata, compat) for compat in COMPATS)
    assert wang.q == pytest.approx(6 / 7)
    assert gd.q == gdverse.q
    assert gd.p != pytest.approx(gdverse.p, rel=0.01)


@pytest.mark.parametrize(
    ("driver", "printed"), [("Popdensity", 0.2100134), ("Tempchange", 0.3478433)]
)
def test_q_of_strata_printed_by_gdverse(vegetation, driver, printed):
    """gdverse, vignettes/opgd.Rmd: 15 quantiles, and 14 equal intervals with lone cells removed."""
    from resilmeter.core.strata import equal, quantile

    y, drivers = vegetation
    cut = {"Popdensity": quantile(drivers["Popdensity"], 15),
           "Tempchange": equal(drivers["Tempchange"], 14)}[driver]  # fmt: skip
    assert published_factor(y, cut.codes, "gdverse").q == pytest.approx(printed, abs=SEVEN_DIGITS)


def test_climate_zones_explain_most_of_the_vegetation(vegetation):
    """ausgis/GD, issue 1: q .82183348."""
    y, drivers = vegetation
    found = published_factor(y, drivers["Climatezone"], "gd")
    assert found.q == pytest.approx(0.82183348, abs=5e-9)


def test_nested_drivers_are_named_as_the_programs_name_them():
    random = np.random.default_rng(2)
    y, fine = random.normal(size=60), np.arange(60) % 6
    kinds = [published_interaction(y, fine, fine // 2, compat).kind for compat in COMPATS]
    assert kinds == ["enhance-both", "weaken-single", "weaken-single"]


def test_noise_is_called_enhanced():
    """drivers.md, fact 4: every pair of noise drivers is "enhanced, nonlinear" in the programs."""
    random = np.random.default_rng(3)
    strata = [random.integers(0, 5, 300) for _ in range(8)]
    y = random.normal(size=300)
    kinds = [published_interaction(y, *pair).kind for pair in combinations(strata, 2)]
    assert set(kinds) == {"enhance-nonlinear"}


def test_risk_leaves_out_what_has_no_variance():
    found = published_risk([1, 5, 6, 7, 7], [0, 1, 1, 2, 2])
    assert found.p[0].tolist() == [1, 1, 1]
    assert found.significant[0].tolist() == [False] * 3
    assert found.t[1, 2] == pytest.approx(-3)  # (5.5 - 7)/sqrt(0.5/2 + 0)


def test_an_unknown_convention_is_refused():
    with pytest.raises(MethodError, match=r"'qgis' is not known. Allowed: wang, gd, gdverse"):
        published_factor([1, 2, 3], [0, 0, 1], "qgis")

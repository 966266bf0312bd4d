"""Weightings through the verb and through a study: experts, combinations, levels, fixed shares."""

import pathlib

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.core import weights as kernels
from resilmeter.weighting import WEIGHTINGS

INDICATORS = """code,dimension,direction,lower_bound
a,D1,higher,0
b,D1,lower,0
c,D2,higher,0
d,D2,higher,0
"""
CITIES, YEARS = 6, 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("weights")
    rng = np.random.default_rng(7)
    values = rng.uniform(1, 9, size=(CITIES * YEARS, 4)).round(3)
    rows = ["city,year,region,a,b,c,d"]
    for i, row in enumerate(values):
        city, year = divmod(i, YEARS)
        numbers = ",".join(map(str, row))
        rows.append(f"C{city},{2001 + year},{'N' if city < 3 else 'S'},{numbers}")
    (place / "panel.csv").write_text("\n".join(rows) + "\n")
    (place / "indicators.csv").write_text(INDICATORS)
    (place / "study.toml").write_text(
        '[data]\npanel = "panel.csv"\nindicators = "indicators.csv"\nunit = "city"\n'
        'period = "year"\ngroup = "region"\n'
    )
    return place


@pytest.fixture(scope="module")
def scaled(folder):
    framework = rm.read_framework(folder / "indicators.csv")
    path = folder / "panel.csv"
    return rm.normalize(rm.read_panel(path, framework, unit="city", period="year"))


def study_weights(folder: pathlib.Path, *overrides: str) -> np.ndarray:
    return rm.run(rm.Study.load(folder / "study.toml", overrides)).weights.values


SELF_CONTAINED = sorted(set(WEIGHTINGS) - {"given", "ahp", "pca-first", "pca-scores"})


@pytest.mark.parametrize("method", SELF_CONTAINED)
def test_every_method_gives_weights_that_sum_to_one_and_says_which_it_is(scaled, method):
    found = rm.weigh(scaled, method=method)
    assert found.values.sum() == pytest.approx(1, abs=1e-12)
    assert (found.values >= 0).all()
    assert found.method == method
    assert method in repr(found)


def test_methods_pass_their_kernels_what_they_need(scaled):
    x, raw = scaled.values.to_numpy(), scaled.panel.values.to_numpy()
    higher = np.array([True, False, True, True])
    pairs = {
        "critic-spearman": kernels.critic(x, correlation="spearman"),
        "critic-distance": kernels.critic(x, correlation="distance"),
        "pca": kernels.pca(x),
        "merec": kernels.merec(raw, higher),
        "combined": (kernels.entropy(x) + kernels.critic(x)) / 2,
    }
    for method, expected in pairs.items():
        assert rm.weigh(scaled, method=method).values == pytest.approx(expected, abs=1e-14)


def test_a_shift_changes_entropy_weights_only_when_asked(scaled):
    plain = rm.weigh(scaled, method="entropy").values
    shifted = rm.weigh(scaled, method="entropy", choices=rm.Choices(shift=1.0)).values
    assert plain == pytest.approx(kernels.entropy(scaled.values), abs=1e-14)
    assert shifted == pytest.approx(kernels.entropy(scaled.values + 1.0), abs=1e-14)
    assert np.abs(plain - shifted).max() > 0.005


def test_combinations_through_the_study(folder):
    entropy = study_weights(folder, "weigh.method=entropy")
    equal = study_weights(folder, "weigh.method=equal")
    found = study_weights(
        folder,
        "weigh.method=combined",
        'weigh.combine.methods=["entropy", "equal"]',
        "weigh.combine.alpha=[3, 1]",
    )
    assert found == pytest.approx(0.75 * entropy + 0.25 * equal, abs=1e-14)
    found = study_weights(
        folder,
        "weigh.method=combined",
        'weigh.combine.methods=["entropy", "equal"]',
        "weigh.combine.how=relative-entropy",
    )
    root = np.sqrt(entropy * equal)
    assert found == pytest.approx(root / root.sum(), abs=1e-14)


@pytest.mark.parametrize("methods", [("entropy",), ("entropy", "combined")])
def test_a_combination_of_nothing_or_of_itself_is_refused(scaled, methods):
    choices = rm.Choices(combine=rm.Combine(methods=methods))
    with pytest.raises(rm.StudyError, match="needs at least two methods"):
        rm.weigh(scaled, method="combined", choices=choices)


def test_fixed_weights_stand_and_the_rest_keep_their_proportions(folder):
    free = study_weights(folder, "weigh.method=entropy")
    found = study_weights(folder, "weigh.method=entropy", "weigh.fixed={c = 0.4}")
    assert found[2] == 0.4
    rest = [0, 1, 3]
    assert found[rest] == pytest.approx(0.6 * free[rest] / free[rest].sum(), abs=1e-14)


def test_fixing_what_is_no_indicator_is_refused(scaled):
    with pytest.raises(rm.StudyError, match=r"weigh\.fixed: x is not an indicator"):
        rm.weigh(scaled, choices=rm.Choices(fixed={"x": 0.1}))


def test_weighing_within_dimensions(scaled):
    x = scaled.values.to_numpy()
    found = rm.weigh(scaled, method="entropy", choices=rm.Choices(level="within-dimension"))
    halves = np.concatenate([kernels.entropy(x[:, :2]), kernels.entropy(x[:, 2:])]) / 2
    assert found.values == pytest.approx(halves, abs=1e-14)
    assert found.level == "within-dimension"
    choices = rm.Choices(level="within-dimension", dimension_weights={"D1": 3, "D2": 1})
    weighted = rm.weigh(scaled, method="equal", choices=choices).values
    assert weighted == pytest.approx([0.375, 0.375, 0.125, 0.125], abs=1e-15)


def test_dimension_weights_must_name_every_dimension(scaled):
    choices = rm.Choices(level="within-dimension", dimension_weights={"D1": 1})
    with pytest.raises(rm.StudyError, match="no weight for the indicator D2"):
        rm.weigh(scaled, method="equal", choices=choices)


def write_matrix(path: pathlib.Path, names: str, rows: list[str]) -> None:
    lines = [f"{name},{row}" for name, row in zip(names.split(","), rows, strict=True)]
    path.write_text(f"item,{names}\n" + "\n".join(lines) + "\n")


def test_an_expert_matrix_with_fractions_through_the_study(folder):
    # Consistent with the weights 0.4, 0.3, 0.2, 0.1, in another order than the framework's.
    write_matrix(
        folder / "expert.csv",
        "d,c,b,a",
        ["1,1/2,1/3,1/4", "2,1,2/3,1/2", "3,3/2,1,3/4", "4,2,4/3,1"],
    )
    found = study_weights(folder, "weigh.method=ahp", 'weigh.comparisons=["expert.csv"]')
    assert found == pytest.approx([0.4, 0.3, 0.2, 0.1], abs=1e-12)


def test_a_hierarchy_of_matrices(folder):
    write_matrix(folder / "top.csv", "D1,D2", ["1,3", "1/3,1"])
    write_matrix(folder / "one.csv", "a,b", ["1,4", "1/4,1"])
    write_matrix(folder / "two.csv", "c,d", ["1,1", "1,1"])
    found = study_weights(
        folder,
        "weigh.method=ahp",
        "weigh.level=within-dimension",
        'weigh.comparisons=["top.csv", "one.csv", "two.csv"]',
    )
    assert found == pytest.approx([0.6, 0.15, 0.125, 0.125], abs=1e-12)


def test_contradicting_experts_are_a_doubt_that_names_the_worst_three(scaled):
    a = np.ones((4, 4))
    for i, j in ((1, 2), (2, 3), (3, 1)):
        a[i, j], a[j, i] = 9.0, 1 / 9
    matrix = pd.DataFrame(a, list("abcd"), list("abcd"))
    found = rm.weigh(scaled, method="ahp", choices=rm.Choices(comparisons=(matrix,)))
    assert [p.level for p in found.steps] == ["doubt"]
    assert "contradict each other" in found.steps[0].text()
    assert "b, c, d" in found.steps[0].text()


def test_experts_without_a_matrix_or_with_a_foreign_one_are_refused(scaled):
    with pytest.raises(rm.StudyError, match=r"needs weigh\.comparisons"):
        rm.weigh(scaled, method="ahp")
    foreign = pd.DataFrame(np.ones((2, 2)), ["a", "x"], ["a", "x"])
    with pytest.raises(rm.StudyError, match="must name all indicators"):
        rm.weigh(scaled, method="ahp", choices=rm.Choices(comparisons=(foreign,)))


def test_a_word_in_a_matrix_is_refused_with_its_place(folder):
    write_matrix(folder / "bad.csv", "a,b,c,d", ["1,1,1,1", "1,1,x,1", "1,1,1,1", "1,1,1,1"])
    with pytest.raises(rm.DataError, match=r"bad\.csv, row 3, column c: cannot read 'x'"):
        study_weights(folder, "weigh.method=ahp", 'weigh.comparisons=["bad.csv"]')


def test_merec_refuses_a_target_interval(scaled):
    indicators = list(scaled.panel.framework.indicators)
    indicators[0] = rm.Indicator(
        code="a", dimension="D1", direction="target", target_low=3, target_high=4
    )
    panel = scaled.panel
    framework = rm.Framework(tuple(indicators))
    changed = rm.Panel(
        framework=framework, values=panel.values, status=panel.status, others=panel.others
    )
    with pytest.raises(rm.StudyError, match="indicator a: MEREC knows higher and lower only"):
        rm.weigh(rm.normalize(changed), method="merec")


def test_the_report_names_level_and_fixed_weights(folder, tmp_path):
    study = rm.Study.load(
        folder / "study.toml",
        ("weigh.method=equal", "weigh.level=within-dimension", "weigh.fixed={c = 0.4}"),
    )
    page = rm.report(rm.run(study), tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Indicators were weighed within their dimension" in page
    assert "Fixed weights: c 0.4; the others share the rest." in page

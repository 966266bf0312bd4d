"""Cases that an independent review found, each with the rule it broke."""

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.present.sentences.headlines import headlines, method_sentences
from resilmeter.study.run import check_study

INDICATORS = "code,dimension,direction\na,D1,higher\nb,D1,lower\nc,D2,higher\n"


def write(folder, rows, *, indicators=INDICATORS, keys="", name="panel.csv"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(rows) + "\n")
    (folder / "indicators.csv").write_text(indicators)
    study = folder / "study.toml"
    study.write_text(
        f'[data]\npanel = "{name}"\nindicators = "indicators.csv"\nunit = "city"\n'
        f'period = "year"\ngroup = "region"\n{keys}'
    )
    return study


def rows_of(values):
    """One row a city and year from {city: [(a, b, c) by year]}; first half north."""
    rows = ["city,year,region,a,b,c"]
    for place, (city, years) in enumerate(values.items()):
        region = "N" if place < len(values) / 2 else "S"
        rows += [f"{city},{2001 + t},{region},{','.join(map(str, v))}" for t, v in enumerate(years)]
    return rows


STILL = {"P": [(1, 5, 2)] * 2, "Q": [(4, 1, 9)] * 2, "R": [(2, 3, 1)] * 2, "S": [(3, 2, 5)] * 2}


def test_what_does_not_change_neither_rose_nor_fell(tmp_path):
    result = rm.run(rm.Study.load(write(tmp_path, rows_of(STILL))))
    text = "\n".join(headlines(result, "en"))
    assert "The mean index stayed at" in text
    assert "The Gini coefficient stayed at" in text
    assert " rose " not in text
    assert " fell " not in text


def test_equal_groups_have_no_highest_and_lowest(tmp_path):
    same = {"P": [(1, 5, 2), (2, 4, 3)], "Q": [(4, 1, 9), (5, 1, 8)]}
    twins = {**same, "R": same["P"], "T": same["Q"]}
    result = rm.run(rm.Study.load(write(tmp_path, rows_of(twins))))
    assert "Highest group mean" not in "\n".join(headlines(result, "en"))


def test_an_indicator_that_varies_by_rounding_only_is_refused(tmp_path):
    values = {city: [(0.1 + 0.2 if t else 0.3, b, c) for t, (_, b, c) in enumerate(years)]
              for city, years in STILL.items()}  # fmt: skip
    with pytest.raises(rm.DataError, match="indicator a: every value that sets the scale"):
        rm.run(rm.Study.load(write(tmp_path, rows_of(values))))


def test_scores_that_tie_on_paper_share_their_rank(tmp_path):
    result = rm.run(rm.Study.load(write(tmp_path, rows_of(STILL))))
    noise = np.array([0.0, 0.0, 1e-16, 1e-16, -1e-16, -1e-16, 0.0, 0.0])
    tied = pd.Series(0.5 + noise, result.scores.index.index)
    scores = rm.Scores(
        index=tied,
        parts=result.scores.parts,
        by_indicator=result.scores.contributions,
        weights=result.weights,
        scaled=result.scaled,
        method="weighted-sum",
    )
    assert set(scores.ranks) == {1}


def test_the_weight_without_an_extreme_is_that_of_the_data_without_it(tmp_path):
    """Target indicator with no value inside its interval: scaling again is not an affine map."""
    indicators = (
        "code,dimension,direction,target_low,target_high\na,D1,target,10,11\nb,D1,lower,,\n"
        "c,D2,higher,,\n"
    )
    rng = np.random.default_rng(3)
    values = {
        f"C{i}": [tuple(np.round(rng.uniform(1, 9, 3), 3)) for _ in range(2)] for i in range(6)
    }
    rows = rows_of(values)
    result = rm.run(rm.Study.load(write(tmp_path, rows, indicators=indicators)))
    table = result.weights.table.set_index("indicator")
    raw = result.panel.values
    for code in raw.columns:
        rest = raw.drop(index=(table["extreme_unit"][code], table["extreme_period"][code]))
        low, high = rest.min(), rest.max()
        z = (rest - low) / (high - low)
        z["a"] = 1 - (10 - rest["a"]) / max(10 - low["a"], high["a"] - 11)
        z["b"] = 1 - z["b"]
        spread = z.std(ddof=0) * (1 - z.corr()).sum()
        expected = (spread / spread.sum())[code]
        assert table["weight_without_extreme"][code] == pytest.approx(expected, abs=1e-12)


def test_negative_scores_have_no_gini_coefficient(tmp_path):
    study = write(tmp_path, rows_of({
        "P": [(1, 5, 2), (9, 9, 0)], "Q": [(4, 1, 9), (0, 9, 0)],
        "R": [(2, 3, 1), (0, 20, 0)], "T": [(3, 2, 5), (0, 30, 0)],
    }))  # fmt: skip
    sets = (
        "prepare.normalize.scope=base-period", "prepare.normalize.base_period=2001",
        "prepare.normalize.outside=keep", "analyze.obstacles=false", "analyze.growth=false",
    )  # fmt: skip
    with pytest.raises(rm.MethodError, match=r"analyze\.gaps: \d+ scores are negative"):
        rm.run(rm.Study.load(study, sets))
    found = check_study(study, sets)
    assert not found.ok
    assert "scores are negative" in str(found)


def test_an_indicator_that_waits_for_its_denominator_is_not_scaled(tmp_path):
    indicators = "code,dimension,direction,denominator\na,D1,higher,c\nb,D1,lower,\n"
    study = write(tmp_path, rows_of(STILL), indicators=indicators)
    framework = rm.read_framework(tmp_path / "indicators.csv")
    panel = rm.read_panel(tmp_path / "panel.csv", framework, unit="city", period="year")
    with pytest.raises(rm.DataError, match="names the denominator c and was not divided"):
        rm.normalize(panel)
    once = rm.per_capita(panel)
    assert rm.per_capita(once).values.equals(once.values)
    result = rm.run(rm.Study.load(study))
    assert "Divided by a denominator: a / c." in method_sentences(result, "en")


def test_a_comma_may_be_decimal_where_semicolons_separate(tmp_path):
    rows = [row.replace(",", ";") for row in rows_of(STILL)]
    rows[1] = rows[1].replace(";1;5;2", ";12,345;5;2")
    with pytest.raises(rm.DataError, match="row 2, column a: cannot read '12,345' as a number"):
        rm.run(rm.Study.load(write(tmp_path, rows)))


@pytest.mark.parametrize(("low", "high"), [(5, 1), ("nan", 9)])
def test_goalposts_that_are_no_goalposts_are_refused(tmp_path, low, high):
    framework = rm.Framework((rm.Indicator(code="a", dimension="D", direction="higher"),))
    write(tmp_path, rows_of(STILL))
    panel = rm.read_panel(tmp_path / "panel.csv", framework, unit="city", period="year")
    posts = pd.DataFrame({"indicator": ["a"], "low": [float(low)], "high": [float(high)]})
    with pytest.raises(rm.DataError, match="indicator a: the goalposts are"):
        rm.normalize(panel, scope="fixed", goalposts=posts)


def test_check_goes_on_after_a_missing_goalposts_file(tmp_path):
    rows = rows_of(STILL)
    rows[1] = rows[1].replace(",1,5,2", ",,5,2")
    keys = '[weigh]\nmethod = "given"\ngiven = {a = 1}\n[prepare.normalize]\nscope = "fixed"\n'
    study = write(tmp_path, rows, keys=keys + 'goalposts = "nowhere.csv"\n')
    text = str(check_study(study))
    assert "nowhere.csv: there is no such file" in text
    assert "there is no weight for the indicator b" in text
    assert "indicator a, P: still missing: 2001" in text


def test_a_gini_of_zero_draws_and_marks_nothing(tmp_path):
    same = {city: [(1, 5, 2), (2, 4, 3), (3, 4.5, 1)] for city in "PQRT"}
    result = rm.run(rm.Study.load(write(tmp_path, rows_of(same))))
    assert (result.gaps.total["gini"].abs() < 1e-12).all()
    page = rm.report(result, tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'class="largest' not in page
    assert "0.0000*" not in page

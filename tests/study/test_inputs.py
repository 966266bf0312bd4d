"""How a study reads its data: selections, exclusions, weights and goalposts from files."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import INDICATORS, PANEL, STUDY, write_study

import resilmeter as rm
from resilmeter.study.files import hashes
from resilmeter.study.inputs import given_weights, goalposts, read_study_panel

INLINE = (
    STUDY.replace('indicators = "indicators.csv"\n', "")
    + """
[[data.indicator]]
code = "a"
dimension = "Care"
direction = "+"
name_zh = "诊所"

[[data.indicator]]
code = "dust"
column = "c"
dimension = "Air"
direction = "逆向"
upper_bound = 100
"""
)


def load(folder, *overrides, **texts):
    return rm.Study.load(write_study(folder, **texts), overrides)


def panel(folder, *overrides, **texts):
    return read_study_panel(load(folder, *overrides, **texts))


def steps(read):
    return [(p.key, dict(p.values)) for p in read.steps]


def test_whole_panel(tmp_path):
    read = panel(tmp_path)
    assert repr(read) == (
        "<Panel: 6 units x 3 periods (2009 to 2011) x 4 indicators, 2 groups; 0 cells missing>"
    )
    assert read.steps == ()


def test_indicators_written_in_the_study(tmp_path):
    read = panel(tmp_path, study=INLINE)
    assert [i.direction for i in read.framework.indicators] == ["higher", "lower"]
    assert read.framework["a"].title("en") == "诊所"
    assert read.framework["dust"].upper_bound == 100
    assert read.values.loc[("Ahe", 2009)].tolist() == [10, 80]


@pytest.mark.parametrize(
    ("years", "keys"),
    [
        ((2009, 2011), ("data.periods=[2009, 2011]",)),
        ((2010, 2011), ("data.first_period=2010",)),
        ((2009, 2010), ("data.last_period=2010",)),
        ((2010,), ("data.first_period=2010", "data.last_period=2010")),
    ],
)
@pytest.mark.parametrize("ending", ["", "年", ".0"])
def test_periods_are_kept_and_the_step_is_told(tmp_path, years, keys, ending):
    """Periods are numbers, however the file writes them."""
    text = PANEL
    for year in (2009, 2010, 2011):
        text = text.replace(f",{year},", f",{year}{ending},")
    read = panel(tmp_path, *keys, panel=text)
    assert read.periods == years
    ((key, values),) = steps(read)
    assert key == "rows-kept"
    assert values["count"] == 18 - 6 * len(years)


def test_units_are_kept(tmp_path):
    read = panel(tmp_path, 'data.units=["Cohe", "Ehe"]')
    assert read.units == ("Cohe", "Ehe")
    assert "data.units" in read.steps[0].text()


def test_exclusions_are_told_with_their_reason(tmp_path):
    rules = """
[[data.exclude]]
units = ["Ahe", "Ehe"]
reason = "flooded archives"
[[data.exclude]]
column = "region"
values = ["South"]
reason = "another climate"
[[data.exclude]]
indicators = ["d"]
reason = "not comparable"
"""
    read = panel(tmp_path, study=STUDY + rules)
    assert read.units == ("Bohe", "Cohe")
    assert read.framework.codes == ("a", "b", "c")
    text = "\n".join(step.text() for step in read.steps)
    for part in ("Ahe, Ehe", "flooded archives", "South", "another climate", "not comparable"):
        assert part in text
    assert [values.get("count") for _, values in steps(read)] == [6, 6, None]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (('data.units=["Ahee"]',), "'Ahee'.*Nearest: Ahe"),
        (("data.periods=[2009, 2012]",), "2012"),
        (("data.first_period=2020",), "leave no row"),
        (('data.exclude=[{column="regoin", values=["South"], reason="r"}]',), "Nearest: region"),
        (('data.exclude=[{column="region", values=["Suoth"], reason="r"}]',), "Nearest: South"),
        (('data.exclude=[{indicators=["z"], reason="r"}]',), "z is not an indicator"),
        (('data.exclude=[{column="region", reason="r"}]',), "exactly one of"),
        (('data.exclude=[{reason="r"}]',), "exactly one of"),
        (('data.exclude=[{column="region", values=["North", "South"], reason="r"}]',), "no row"),
        (("data.indicators=",), "give the indicators either"),
    ],
)
def test_selections_that_match_nothing_are_refused(tmp_path, keys, said):
    with pytest.raises(rm.ResilmeterError, match=said) as caught:
        panel(tmp_path, *keys)
    assert caught.value.exit_code == 1


def test_window_on_a_period_column_that_is_not_there(tmp_path):
    with pytest.raises(rm.DataError, match=r"column yaer: .*Nearest: year"):
        panel(tmp_path, "data.period=yaer", "data.first_period=2010")


def test_unreadable_period_is_not_lost_by_a_window(tmp_path):
    """A row whose year cannot be read is a fault, not a row outside the window."""
    text = PANEL.replace("Bohe,2010", "Bohe,2O10")
    with pytest.raises(rm.DataError, match=r"row 6.*2O10"):
        panel(tmp_path, "data.first_period=2010", panel=text)


def test_more_words_for_missing(tmp_path):
    text = PANEL.replace(",3.5,", ",not surveyed,")
    with pytest.raises(rm.DataError, match="'not surveyed' as a number"):
        panel(tmp_path, panel=text)
    read = panel(tmp_path, 'data.missing=["Not surveyed"]', panel=text)
    assert read.missing == 1
    assert [key for key, _ in steps(read)] == ["read-as-missing"]


def test_given_weights_from_the_study(tmp_path):
    study = load(tmp_path, "weigh.method=given", "weigh.given={a=1, b=1, c=2, d=4}")
    assert given_weights(study) == {"a": 1, "b": 1, "c": 2, "d": 4}
    assert rm.run(study).weights.values.tolist() == [0.125, 0.125, 0.25, 0.5]


def test_given_weights_from_a_file(tmp_path):
    study = load(tmp_path, "weigh.method=given", "weigh.given=w.csv")
    (tmp_path / "w.csv").write_text("indicator,weight\na,1\nb,1\nc,2\nd,4\n")
    assert rm.run(study).weights.values.tolist() == [0.125, 0.125, 0.25, 0.5]
    assert "w.csv" in hashes(study)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("indicator,weight\na,1\nb,x\nc,2\nd,4\n", r"w.csv, row 3, column weight.*'x'"),
        ("indicator,weight\na,1\nb,\nc,2\nd,4\n", r"w.csv, row 3, column weight"),
        ("indicator,wieght\na,1\n", "Nearest: wieght"),
        ("indicator,weight\na,1\nb,1\nc,2\n", "no weight for the indicator d"),
        ("indicator,weight\na,1\nb,1\nc,2\nd,1\ne,1\n", "e is not an indicator"),
        ("indicator,weight\na,1\nb,1\nc,2\nd,-1\n", "d are negative"),
        ("indicator,weight\na,0\nb,0\nc,0\nd,0\n", "all weights are zero"),
        ("indicator,weight\na,1\nb,1\nc,2\nd,1\na,3\n", "a.*more than once"),
    ],
)
def test_faulty_weights_are_refused(tmp_path, text, said):
    study = load(tmp_path, "weigh.method=given", "weigh.given=w.csv")
    (tmp_path / "w.csv").write_text(text)
    with pytest.raises(rm.ResilmeterError, match=said):
        rm.run(study)


def test_goalposts_from_a_file(tmp_path):
    study = load(
        tmp_path, "prepare.normalize.scope=fixed", "prepare.normalize.goalposts=g.csv",
    )  # fmt: skip
    (tmp_path / "g.csv").write_text("indicator,low,high\na,0,100\nb,0,10\nc,0,100\nd,0,50\n")
    assert goalposts(study)["high"].tolist() == [100, 10, 100, 50]
    scaled = rm.run(study).scaled.values
    np.testing.assert_allclose(scaled.loc[("Ahe", 2009)], [0.10, 0.35, 0.20, 0.02], rtol=1e-15)
    assert "g.csv" in hashes(study)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("indicator,low,high\na,0,100\nb,0,10\nc,0,100\n", "indicator d.*do not name"),
        ("indicator,low,high\na,0,ten\nb,0,10\nc,0,1\nd,0,1\n", r"g.csv, row 2, column high"),
        ("indicator,low\na,0\n", "column high"),
        ("indicator,low,high\na,0,100\nb,0,10\nc,0,100\nd,0,5\nd,0,50\n", "d.*more than once"),
    ],
)
def test_faulty_goalposts_are_refused(tmp_path, text, said):
    study = load(
        tmp_path, "prepare.normalize.scope=fixed", "prepare.normalize.goalposts=g.csv",
    )  # fmt: skip
    (tmp_path / "g.csv").write_text(text)
    with pytest.raises(rm.ResilmeterError, match=said):
        rm.run(study)


def test_hashes_are_those_of_the_files(tmp_path):
    import hashlib

    found = hashes(load(tmp_path))
    assert found == {
        "panel.csv": hashlib.sha256(PANEL.encode()).hexdigest(),
        "indicators.csv": hashlib.sha256(INDICATORS.encode()).hexdigest(),
    }


def test_contradictions_are_told_together(tmp_path):
    with pytest.raises(rm.ResilmeterError) as caught:
        panel(tmp_path, "data.province=region", "data.indicator=[{code='a'}]")
    assert {p.key for p in caught.value.problems} == {"two-groupings", "indicators-where"}

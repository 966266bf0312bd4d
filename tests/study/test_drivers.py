"""Drivers in a study: keys, files, findings, and a run from end to end."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.studies import STUDY, command, write_study

import resilmeter as rm
from resilmeter.present.tables import tables

DRIVERS = """city,year,rain,coast
""" + "".join(
    f"{city},{year},{place * 7 % 5 + (year - 2009) / 10},{'yes' if place % 2 else 'no'}\n"
    for place, city in enumerate(["Ahe", "Bohe", "Cohe", "Dohe", "Ehe", "Fohe"])
    for year in (2009, 2010, 2011)
)
SECTION = """
[drivers]
file = "drivers.csv"
classes = 2
permutations = 99
samples = 99
searches = 9

[[drivers.driver]]
name = "Rain"
name_zh = "降雨"
column = "rain"
group = "resources"

[[drivers.driver]]
name = "Coast"
column = "coast"
kind = "categorical"
"""


@pytest.fixture
def study(tmp_path):
    path = write_study(tmp_path / "study", study=STUDY + SECTION)
    (path.parent / "drivers.csv").write_text(DRIVERS, encoding="utf-8")
    return path


def test_the_strongest_driver_is_recounted_from_runs(study):
    over = {"weigh.method": ["critic", "equal"], "score.method": ["weighted-sum", "topsis"]}
    quick = ("analyze.obstacles=false",)
    found = rm.vary(rm.Study.load(study, quick), over)
    seen = []
    for weighting in over["weigh.method"]:
        for scoring in over["score.method"]:
            keys = (*quick, f"weigh.method={weighting}", f"score.method={scoring}")
            table = rm.run(rm.Study.load(study, keys)).drivers.factors.table
            last = table[table["period"] == 2011]
            seen.append(last.loc[last["q_adjusted"].idxmax(), "driver"])
    row = found.sentences.set_index("claim").loc["strongest-driver"]
    assert (row["holds"], row["variants"]) == (seen.count(seen[0]), 4)
    counted = found.claims[found.claims["claim"] == "strongest-driver"]
    assert dict(zip(counted["value"], counted["holds"], strict=True)) == {
        name: seen.count(name) for name in set(seen)
    }  # fmt: skip


def test_drivers_that_cannot_be_gathered_claim_nothing(study):
    (study.parent / "drivers.csv").write_text("city,year,rain\n", encoding="utf-8")
    found = rm.vary(rm.Study.load(study), {"weigh.method": ["critic", "equal"]})
    assert "strongest-driver" not in set(found.claims["claim"])


def test_a_run_writes_the_tables_of_the_drivers(study, tmp_path):
    said = command("run", study, "-o", tmp_path / "out")
    assert said.code == 0, said.err
    written = {path.stem for path in (tmp_path / "out" / "tables").iterdir()}
    assert written >= {
        "drivers", "drivers_changes", "interactions", "interactions_cells", "risk", "risk_pairs",
        "ecological", "discretization", "shapley", "shapley_groups",
    }  # fmt: skip
    drivers = pd.read_csv(tmp_path / "out" / "tables" / "drivers.csv", keep_default_na=False)
    assert drivers["driver"].unique().tolist() == ["Rain", "Coast"]
    assert "nan" not in {str(cell).lower() for cell in drivers.to_numpy().ravel()}
    record = (tmp_path / "out" / "run.json").read_text(encoding="utf-8")
    assert '"drivers.csv":' in record  # its hash


def test_the_study_gives_what_the_verb_gives(study):
    loaded = rm.Study.load(study)
    result = rm.run(loaded)
    choices = rm.DriverChoices(
        drivers=(rm.Driver(name="Rain", column="rain", group="resources"),
                 rm.Driver(name="Coast", column="coast")),
        classes=2, permutations=99, samples=99,
    )  # fmt: skip
    frame = pd.read_csv(study.parent / "drivers.csv").rename(
        columns={"city": "unit", "year": "period"}
    )
    found = rm.detect_factors(result.scores, frame, choices, seed=loaded.seed)
    pd.testing.assert_frame_equal(result.drivers.factors.table, found.table)


def test_the_seed_of_the_study_draws(study):
    one, same, other = (
        rm.run(rm.Study.load(study, (f"seed={s}",))).drivers.factors.table for s in (1, 1, 5)
    )
    pd.testing.assert_frame_equal(one, same)
    assert not np.array_equal(one["p"], other["p"])


def test_six_cities_leave_their_doubts_in_the_findings_and_in_the_check(study):
    result = rm.run(rm.Study.load(study))
    keys = [p.key for p in result.findings]
    assert {"drivers-few-units", "drivers-thin", "interactions-blocked"} <= set(keys)
    assert len([key for key in keys if key == "drivers-few-units"]) == 1
    assert "6 units are few for drivers" in command("check", study).out


def test_without_the_section_there_are_no_drivers(study):
    result = rm.run(rm.Study.load(write_study(study.parent)))
    assert result.drivers is None
    assert not any(name.startswith(("drivers", "risk", "shapley")) for name in tables(result))


def test_columns_of_the_panel_file_are_drivers_where_no_file_is_named(study):
    """Column b of the panel is an indicator, so it is refused; the year's own column is not."""
    text = (STUDY + SECTION).replace('file = "drivers.csv"\n', "").replace('"rain"', '"b"')
    text = text.replace('column = "coast"', 'column = "region"')
    path = write_study(study.parent, study=text)
    with pytest.raises(rm.DataError, match="driver Rain: this driver is the indicator b"):
        rm.run(rm.Study.load(path))
    result = rm.run(rm.Study.load(path, ("drivers.circular=drop",)))
    assert result.drivers.given.dropped == ("b",)
    assert result.drivers.given.cuts["Coast"].labels == ("North", "South")
    assert result.scores.scaled.panel.framework.codes == ("a", "b", "c", "d")
    said = command("run", path, "-o", study.parent / "out", "--allow-circular")
    assert said.code == 0, said.err


def test_problems_of_the_file_are_those_of_the_check(study):
    broken = DRIVERS.replace("Ahe,2009,0.0,no", "Ahe,2009,wet,no").replace("Fohe,2011", "Fohe,soon")
    (study.parent / "drivers.csv").write_text(broken, encoding="utf-8")
    said = command("check", study)
    assert said.code == 1
    assert "drivers.csv, row 2, column rain: cannot read 'wet'" in said.text
    assert "drivers.csv, row 19, column year" in said.text


def test_unknown_keys_and_files_are_refused(study):
    with pytest.raises(rm.StudyError, match=r"drivers\.clases.*\n?.*drivers\.classes"):
        rm.Study.load(study, ("drivers.clases=3",))
    with pytest.raises(rm.DataError, match=r"drvers\.csv"):
        rm.run(rm.Study.load(study, ("drivers.file=drvers.csv",)))


def test_spatial_weights_come_from_a_file(study):
    names = ["Ahe", "Bohe", "Cohe", "Dohe", "Ehe", "Fohe"]
    rows = [",".join(["city", *names])]
    rows += [
        ",".join([name, *("1" if abs(i - j) == 1 else "" for j in range(6))])
        for i, name in enumerate(names)
    ]
    (study.parent / "weights.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    text = study.read_text(encoding="utf-8").replace(
        "classes = 2", 'weights = "weights.csv"\nclasses = 2'
    )
    study.write_text(text, encoding="utf-8")
    result = rm.run(rm.Study.load(study))
    p = result.drivers.factors.table["p_spatial"]
    assert p[result.drivers.factors.table["period"].notna()].between(0.01, 1).all()
    (study.parent / "weights.csv").write_text("\n".join(rows).replace("1", "near", 1) + "\n",
                                              encoding="utf-8")  # fmt: skip
    with pytest.raises(rm.DataError, match=r"weights\.csv, row 2, column Bohe: cannot read 'near'"):
        rm.run(rm.Study.load(study))


def test_a_single_period_has_no_change(study):
    keys = ("data.periods=[2010]", "analyze.growth=false")
    result = rm.run(rm.Study.load(study, keys))
    assert result.drivers.factors.changes.empty
    assert result.drivers.given.detailed == (2010,)
    assert "drivers_changes" not in tables(result)

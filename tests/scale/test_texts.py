"""Names are names in every file: what looks like a number, a date or a truth value is none."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from tests.scale.golden import DRIVERS, differences, golden, in_memory, write_golden

import resilmeter as rm
from resilmeter.errors import DataError
from resilmeter.scale.files import header_of, refuse_ragged

pytest.importorskip("duckdb")
pytest.importorskip("polars")
ENGINES = ("duckdb", "polars")
DRAWN = ("p", "p_adjusted", "p_spatial", "p_wang", "p_wang_moves", "f", "p_f", "note")


def on(engine, path, *changes):
    return rm.run(rm.Study.load(path, (f"scale.engine={engine}", *changes)))


def write_csv(folder, frame, more="", **form):
    """Write a study of a frame, as one file for memory and as a folder of one for engines."""
    path = write_golden(folder / "study", more, panel="more")
    (path.parent / "more").mkdir()
    frame.to_csv(path.parent / "panel.csv", index=False)
    frame.to_csv(path.parent / "more" / "all.csv", index=False, **form)
    return path


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "names", [("T", "true", "1"), ("01", "1", "001"), ("0.50", "0.5", "5e-1"),
              ("01/02/2001", "2001-01-02", "02/01/2001")],
)  # fmt: skip
def test_groups_that_look_like_other_things(tmp_path, engine, names):
    """T and true are one truth value, 01 and 1 one number: groups would be one group."""
    order = f"data.group_order=[{', '.join(repr(name) for name in names)}]"
    renamed = dict(zip(("North", "South", "East"), names, strict=True))
    frame = golden(whole=True)
    path = write_csv(tmp_path, frame.assign(region=frame["region"].map(renamed)))
    found = on(engine, path, order)
    assert not differences(found.tables, in_memory(path, order))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("form", ["{:03d}", "{}.50", "2001-01-{:02d}", "{}"])
def test_units_keep_their_names(tmp_path, engine, form):
    frame = golden(whole=True)
    names = [form.format(int(unit[1:]) + 1) for unit in frame["unit"]]
    path = write_csv(tmp_path, frame.assign(unit=names).sort_values(["unit", "year"]))
    changes = (f"data.units=[{', '.join(repr(name) for name in sorted(set(names))[:25])}]",)
    found = on(engine, path, *changes)
    assert not differences(found.tables, in_memory(path, *changes))
    scored = pd.read_parquet(found.scores)
    assert set(scored["unit"]) == set(sorted(set(names))[:25])


@pytest.mark.parametrize("engine", ENGINES)
def test_strata_of_numbers_are_names_too(tmp_path, engine):
    """07 and 7 are two soils; and no correlation is asked of them."""
    frame = golden(whole=True)
    soil = np.where(frame["levels"] > frame["levels"].median(), "07", "7")
    path = write_csv(tmp_path, frame.assign(soil=soil), DRIVERS)
    found, wanted = on(engine, path).tables, in_memory(path)
    own = wanted["drivers"][wanted["drivers"]["period"].notna()].reset_index(drop=True)
    assert set(own["strata"]) == {2}
    assert not differences(found, wanted | {"drivers": own}, *DRAWN)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("separator", [";", "\t"])
def test_separators_are_found_as_in_memory(tmp_path, engine, separator):
    path = write_csv(tmp_path, golden(whole=True), sep=separator, encoding="utf-8-sig")
    assert not differences(on(engine, path).tables, in_memory(path))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_column_that_is_named_twice(tmp_path, engine):
    frame = golden(whole=True)
    path = write_csv(tmp_path, frame.assign(more=1.0).rename(columns={"more": "dust"}))
    with pytest.raises(DataError, match="dust: the header names this column more than once"):
        on(engine, path)


@pytest.mark.parametrize("engine", ENGINES)
def test_whole_numbers_in_the_first_file_and_others_later(tmp_path, engine):
    """Engines look at a few files only to tell whole numbers from others."""
    frame = golden(whole=True).astype({"levels": int})
    path = write_golden(tmp_path / "study", panel="more")
    (path.parent / "more").mkdir()
    frame["levels"] = frame["levels"].astype(object)
    frame.loc[frame["unit"] == "u29", "levels"] = 2.5
    for unit, rows in frame.groupby("unit"):
        rows.to_csv(path.parent / "more" / f"{unit}.csv", index=False)
    frame.to_csv(path.parent / "panel.csv", index=False)
    assert not differences(on(engine, path).tables, in_memory(path))


@pytest.mark.parametrize("engine", ENGINES)
def test_strata_that_are_decimal_fractions(tmp_path, engine):
    path = write_golden(tmp_path / "study", DRIVERS, panel="more", whole=True)
    (path.parent / "more").mkdir()
    frame = golden(whole=True)
    soil = frame["soil"].map({"clay": Decimal("1.5"), "sand": Decimal("2.0")})
    frame.assign(soil=soil).to_parquet(path.parent / "more" / "all.parquet", index=False)
    names = ["q", "strata", "smallest"]
    own = in_memory(path)["drivers"].query("period.notna()")[names].astype(float)
    found = on(engine, path).tables["drivers"][names].astype(float)
    np.testing.assert_allclose(found, own, rtol=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("code", ["-999", "-999.0"])
def test_numbers_that_mean_no_value(tmp_path, engine, kind, code):
    """However the file writes the number, and in Parquet files too, in memory and on engines."""
    frame = golden(whole=True)
    inner = frame["year"].isin([2002, 2004]) & (frame["unit"].isin(["u04", "u07"]))
    gaps = inner & (frame["year"] == 2002)
    path = write_csv(tmp_path, frame.assign(dust=frame["dust"].where(~gaps)))
    blank = in_memory(path)
    marked = frame.assign(dust=frame["dust"].where(~gaps, -999.0))
    (path.parent / "more" / "all.csv").unlink()
    file = path.parent / "more" / f"all.{kind}"
    marked.to_csv(file, index=False) if kind == "csv" else marked.to_parquet(file, index=False)
    missing = f'data.missing=["{code}"]'
    assert not differences(on(engine, path, missing).tables, blank)
    marked.to_csv(path.parent / "panel.csv", index=False)
    found = in_memory(path, missing)
    assert "read-as-missing" in set(found.pop("findings")["rule"])
    assert not differences(found, blank)


def test_the_driver_that_has_to_be_numbers_and_is_not(tmp_path):
    path = write_csv(tmp_path, golden(whole=True).assign(rain="wet"), DRIVERS)
    with pytest.raises(DataError, match="rain: it holds"):
        on("duckdb", path)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_line_that_is_cut_short(tmp_path, engine):
    """Read as blanks it would be interpolated, and only a note would tell."""
    path = write_csv(tmp_path, golden())
    file = path.parent / "more" / "all.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[7] = lines[7].rsplit(",", 4)[0]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"all\.csv|pass read|pass gate"):
        on(engine, path)


def test_quoted_lines_and_empty_ones_at_the_end_are_no_faults(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text('unit,year\n"a,\nb",2001\nc,2002\n\n', encoding="utf-8")
    refuse_ragged(header_of(file), [file])
    file.write_text("unit,year\na,2001\nb\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.csv.*Expected 2 columns, got 1"):
        refuse_ragged(header_of(file), [file])

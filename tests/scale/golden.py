"""One panel that is hard in every way that tables differ by, and the comparison of two runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

import resilmeter as rm
from resilmeter.present.tables import tables

# Sums of doubles in another order differ by 1e-13 here; 1e-9 is what the project promises.
MOST = 1e-9
UNITS, PERIODS = 30, (2001, 2002, 2004, 2005)
INDICATORS = """code,dimension,direction,denominator,target_low,target_high
levels,Care,higher,,,
zeros,Care,higher,,,
dust,Air,lower,,,
warm,Air,target,,287,290
beds,Care,higher,people,,
"""
STUDY = """title = "Golden"
[data]
panel = "{panel}"
indicators = "indicators.csv"
unit = "unit"
period = "year"
group = "region"
group_order = ["North", "South", "East"]
[prepare.interpolate]
max_gap = 1
[inequality]
shuffles = 9
draws = 9
[weigh]
compare = []
[analyze]
diagnose = false
levers = false
change = false
dynamics = false
{more}
"""
DRIVERS = """
[drivers]
permutations = 9
samples = 9
circular = "allow"
[[drivers.driver]]
name = "soil"
kind = "categorical"
[[drivers.driver]]
name = "rain"
method = "manual"
cuts = [0.5]
"""


def golden(*, whole: bool = False) -> pd.DataFrame:
    """Ties, half zeros, an offset, blanks and absent rows; `whole` for neither blank nor absent."""
    rng = np.random.default_rng(7)
    units = [f"u{i:02d}" for i in range(UNITS)]
    keys = pd.MultiIndex.from_product([units, PERIODS], names=["unit", "year"])
    x = rng.lognormal(size=(len(keys), 5))
    place = np.repeat(np.arange(UNITS), len(PERIODS))
    frame = pd.DataFrame(
        {
            "region": np.array(["North", "South", "East"])[place % 3],
            "levels": np.floor(3 * x[:, 0]),
            "zeros": np.where(x[:, 1] > 1.0, x[:, 1], 0.0),
            "dust": 101325.0 + 10.0 * x[:, 2],
            "warm": 288.0 + 4.0 * rng.normal(size=len(keys)),
            "beds": np.round(100 * x[:, 3]),
            "people": np.round(50 + 10 * x[:, 4], 1),
            "soil": np.array(["clay", "sand"])[place % 2],
            "rain": np.round(rng.random(len(keys)), 2),
        },
        keys,
    ).reset_index()
    # two units score the same in every period: their totals tie
    twins = ["levels", "zeros", "dust", "warm", "beds", "people"]
    frame.loc[frame["unit"] == "u01", twins] = frame.loc[frame["unit"] == "u00", twins].to_numpy()
    if whole:
        return frame
    frame.loc[(frame["unit"] == "u05") & (frame["year"] == 2004), ["dust", "people"]] = np.nan
    frame.loc[(frame["unit"] == "u09") & (frame["year"] == 2002), "zeros"] = np.nan
    absent = (frame["unit"].isin(["u03", "u11"])) & (frame["year"] == 2002)
    return frame[~absent]


def write_golden(
    folder: Path, more: str = "", *, whole: bool = False, panel: str = "panel.csv"
) -> Path:
    """Write a study of the golden panel, as one CSV file and as part files by year."""
    folder.mkdir(parents=True, exist_ok=True)
    frame = golden(whole=whole)
    frame.to_csv(folder / "panel.csv", index=False)
    (folder / "parts").mkdir()
    for year, rows in frame.groupby("year"):
        rows.to_parquet(folder / "parts" / f"{year}.parquet", index=False)
    (folder / "indicators.csv").write_text(INDICATORS, encoding="utf-8")
    path = folder / "study.toml"
    path.write_text(STUDY.format(panel=panel, more=more), encoding="utf-8")
    return path


def in_memory(path: Path, *overrides: str) -> dict[str, pd.DataFrame]:
    """Tables of the ordinary run."""
    own = ("data.panel=panel.csv", "scale.engine=memory", *overrides)
    return tables(rm.run(rm.Study.load(path, own)))


def differences(
    found: Mapping[str, pd.DataFrame], wanted: Mapping[str, pd.DataFrame], *left_out: str
) -> list[str]:
    """Name every column that differs by more than `MOST`; blanks have to be in the same cells."""
    return [
        f"{name}.{column}"
        for name, table in found.items() if name in wanted
        for column in table.columns
        if column not in left_out and not _same(table[column], wanted[name][column])
    ]  # fmt: skip


def _same(found: pd.Series, wanted: pd.Series) -> bool:
    if not (pd.api.types.is_numeric_dtype(found) and pd.api.types.is_numeric_dtype(wanted)):
        return found.astype(str).tolist() == wanted.astype(str).tolist()
    a, b = (s.astype(float).to_numpy() for s in (found, wanted))
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=MOST, atol=1e-15, equal_nan=True))

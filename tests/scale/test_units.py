"""Units come once a period and stay in one group, however that is found out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resilmeter.errors import DataError
from resilmeter.scale import units as room
from resilmeter.scale.files import files_of, one_a_part
from resilmeter.scale.sources import engine_named

pytest.importorskip("duckdb")
GROUPS = ("a", "b", "c")


def panel(seed, kind):
    """Draw a panel that is whole or not, with a mistake in two of three."""
    rng = np.random.default_rng(seed)
    n, t = int(rng.integers(2, 40)), int(rng.integers(1, 6))
    numbers = rng.choice(2 * n, size=n, replace=False) - 20
    names = numbers if kind == "numbers" else np.array([f"u{i}" for i in numbers])
    groups = rng.choice(GROUPS, size=n)
    frame = pd.DataFrame({"unit": np.repeat(names, t), "period": np.tile(2001 + np.arange(t), n),
                          "group": np.repeat(groups, t)})  # fmt: skip
    frame = frame[rng.random(len(frame)) < rng.choice([1.0, 0.8])]
    if seed % 3 == 1:  # the same row up to 40 times: sums of digits run over
        frame = pd.concat([frame, *[frame.sample(1, random_state=seed)] * int(rng.integers(1, 40))])
    if seed % 3 == 2:
        place = int(rng.integers(len(frame)))
        frame.iloc[place, 2] = GROUPS[(GROUPS.index(frame.iloc[place, 2]) + 1) % 3]
    return frame.sample(frac=1.0, random_state=seed)


def clean(frame):
    twice = frame.duplicated(["unit", "period"]).any()
    return not twice and frame.groupby("unit")["group"].nunique().max() == 1


def opened(frame, folder, name, *, apart):
    """Write a panel as Parquet, a period a part or in any order, and open it."""
    (folder / "grid").mkdir(parents=True)
    ordered = frame.sort_values("period") if apart else frame
    for period, part in ordered.groupby("period") if apart else [("all", ordered)]:
        path = folder / "grid" / f"{period}.parquet"
        part.to_parquet(path, index=False, row_group_size=3)
    files = files_of(folder, "grid")
    engine = engine_named(name, folder / "work", "200MB")
    return engine, engine.open(files, (), "period"), files


@pytest.mark.parametrize("seed", range(45))
@pytest.mark.parametrize(("name", "kind", "apart"), [
    ("duckdb", "numbers", True), ("duckdb", "texts", True), ("duckdb", "numbers", False),
    ("polars", "numbers", True),
])  # fmt: skip
def test_every_way_finds_the_same(tmp_path, name, kind, apart, seed):
    frame = panel(seed, kind)
    if frame.empty:
        return
    engine, table, files = opened(frame, tmp_path, name, apart=apart)
    assert one_a_part(files, "period") or not apart
    found = frame.groupby("period").size().rename("rows").reset_index()
    ask = (engine, table, found, GROUPS)
    rows = found["period"].tolist(), len(frame)
    listed = room._seen(*ask)
    marked = room._marked(engine, table, *rows, GROUPS)
    wanted = frame["unit"].nunique()
    assert (listed is None) == (not clean(frame) or kind == "texts" or not engine.apart
                                or not engine.streams)  # fmt: skip
    assert marked == (wanted if clean(frame) else None)
    if clean(frame):
        assert listed in (None, wanted)
        assert room.units_of(*ask) == room._looked_up(*ask) == wanted
    else:
        with pytest.raises(DataError):
            room.units_of(*ask)
    engine.close()


def test_far_numbers_and_many_periods_take_other_ways(tmp_path):
    """Names from 0 to 10^12 make no list, and 60 periods no sum of binary digits."""
    frame = pd.DataFrame({"unit": np.tile([0, 10**12], 60), "group": "a",
                          "period": np.repeat(np.arange(60), 2)})  # fmt: skip
    engine, table, _ = opened(frame, tmp_path, "duckdb", apart=True)
    found = frame.groupby("period").size().rename("rows").reset_index()
    assert room._seen(engine, table, found, ("a",)) is None
    assert room._marked(engine, table, found["period"].tolist(), 120, ("a",)) is None
    assert room.units_of(engine, table, found, ("a",)) == 2
    engine.close()


def test_a_reader_that_is_left_early_leaves_the_engine_free(tmp_path, monkeypatch):
    """The second of some batches shows a unit in two groups; then the next question is asked."""
    monkeypatch.setattr("resilmeter.scale.engine.BATCH", 2048)
    n = 20_000
    frame = pd.DataFrame({"unit": np.tile(np.arange(n), 2), "period": np.repeat([2001, 2002], n),
                          "group": "a"})  # fmt: skip
    frame.loc[n + 3000, "group"] = "b"
    engine, table, _ = opened(frame, tmp_path, "duckdb", apart=True)
    found = frame.groupby("period").size().rename("rows").reset_index()
    with pytest.raises(DataError, match="3000"):
        room.units_of(engine, table, found, GROUPS)
    engine.close()


def test_numbers_past_those_with_a_sign(tmp_path):
    """Half of all unsigned numbers do not fit where places in the list are counted."""
    names = np.tile(np.arange(3, dtype=np.uint64) + np.uint64(2**64 - 4), 2)
    frame = pd.DataFrame({"unit": names, "group": "a", "period": np.repeat([1, 2], 3)})
    engine, table, _ = opened(frame, tmp_path, "duckdb", apart=True)
    found = frame.groupby("period").size().rename("rows").reset_index()
    assert engine.apart
    assert room.units_of(engine, table, found, ("a",)) == 3
    engine.close()

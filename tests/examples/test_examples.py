"""Example studies: complete, repeatable, marked as simulated, and shaped as their papers print."""

import csv
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resilmeter.errors import OutputError, UsageError
from resilmeter.examples import EXAMPLES, write_example

FILES = ["study.toml", "indicators.csv", "panel.csv", "README.md"]
# Files that only some examples have.
MORE = {"seed-000": ["drivers.csv", "places.csv"], "seed-001": [], "seed-002": ["places.csv"]}
GROUPS = {"seed-000": "province", "seed-001": "region", "seed-002": "province"}
SIZES = {
    "seed-000": {"Sichuan": 15, "Chongqing": 1},
    "seed-001": {"Eastern": 83, "Central": 80, "Western": 80, "Northeastern": 34},  # S1 Table 2
    "seed-002": {"Hubei": 10, "Jiangxi": 10, "Hunan": 8},
}
YEARS = {"seed-000": (2011, 2020), "seed-001": (2009, 2023), "seed-002": (2003, 2019)}
INDICATORS = {"seed-000": 18, "seed-001": 12, "seed-002": 31}

# Paper 001, Table 1: indicator, nature, weight, literature source.
S1_TABLE_1 = [
    ("Industrial wastewater discharge", "Negative", 0.095, "Peng and Cao (2023)"),
    ("Industrial sulfur dioxide emissions", "Negative", 0.125, "Peng and Cao (2023)"),
    ("Industrial smoke (dust) emissions", "Negative", 0.104, "Peng and Cao (2023)"),
    ("Carbon dioxide emissions", "Negative", 0.117, "Peng and Cao (2023)"),
    ("Per capita park green space area", "Positive", 0.035, "Liang and Xue (2025)"),
    ("Drainage pipe density in built-up areas", "Positive", 0.062, "Chen N. et al. (2023)"),
    ("Population density", "Positive", 0.030, "Peng and Cao (2023)"),
    ("Per capita water supply", "Positive", 0.047, "Chen J. H. et al. (2023)"),
    (
        "Centralised treatment rate of sewage treatment plants",
        "Positive",
        0.109,
        "Zhao and Sun (2023)",
    ),
    ("General industrial solid waste utilisation rate", "Positive", 0.144, "Zhao and Sun (2023)"),
    (
        "Volume of domestic waste collected and transported",
        "Positive",
        0.038,
        "Liang and Xue (2025)",
    ),
    ("PM2.5 concentration", "Negative", 0.092, "Zhao and Sun (2023)"),
]
S1_DIMENSIONS = ["Resistance"] * 4 + ["Resilience"] * 4 + ["Adaptability"] * 4
S1_DIMENSION_WEIGHTS = (0.442, 0.174, 0.384)

# Paper 001, Table 3: national, Eastern, Central, Western, Northeastern, then the three dimensions.
S1_TABLE_3 = {
    2009: (0.566, 0.568, 0.562, 0.575, 0.552, 0.315, 0.022, 0.229),
    2010: (0.581, 0.578, 0.581, 0.585, 0.577, 0.314, 0.023, 0.244),
    2011: (0.557, 0.550, 0.555, 0.567, 0.556, 0.291, 0.024, 0.242),
    2012: (0.571, 0.559, 0.574, 0.581, 0.565, 0.297, 0.024, 0.250),
    2013: (0.574, 0.564, 0.570, 0.590, 0.572, 0.295, 0.025, 0.255),
    2014: (0.566, 0.550, 0.566, 0.589, 0.549, 0.283, 0.026, 0.257),
    2015: (0.579, 0.563, 0.573, 0.608, 0.560, 0.290, 0.026, 0.263),
    2016: (0.612, 0.593, 0.617, 0.628, 0.604, 0.320, 0.027, 0.265),
    2017: (0.620, 0.613, 0.633, 0.624, 0.594, 0.332, 0.026, 0.262),
    2018: (0.629, 0.624, 0.642, 0.632, 0.602, 0.335, 0.027, 0.267),
    2019: (0.637, 0.629, 0.646, 0.648, 0.611, 0.335, 0.028, 0.274),
    2020: (0.646, 0.642, 0.654, 0.654, 0.622, 0.341, 0.029, 0.277),
    2021: (0.656, 0.651, 0.666, 0.662, 0.635, 0.344, 0.031, 0.282),
    2022: (0.659, 0.653, 0.669, 0.666, 0.632, 0.344, 0.032, 0.283),
    2023: (0.658, 0.652, 0.667, 0.667, 0.624, 0.343, 0.033, 0.281),
}

# Paper 002, Table 1: Chinese name as printed, weight; in the order x1 to x31.
S2_TABLE_1 = """\
人均地区生产总值（元） 0.0292|财政收入占GDP比重（%） 0.0116|工业增加值产值占GDP比重（%） 0.0100
第三产业增加值占GDP比重（%） 0.0050|人均固定资产投资额（元/人） 0.0458
当年实际使用外资额占GDP比重（%） 0.0496|PM2.5 0.0055
每万元工业增加值工业废水排放量（吨/万元） 0.0006|每万元工业增加值耗电量（千瓦时/万元） 0.0006
一般工业固体废物综合利用率（%） 0.0058|污水处理厂集中处理率（%） 0.0121
生活垃圾无害化处理率（%） 0.0093|建成区绿化覆盖率（%） 0.0040|人口增长率（%） 0.0008
社会消费品零售总额占GDP比重（%） 0.0050|每万人医院、卫生院床位数（张/万人） 0.0139
每万人医生数（人/万人） 0.0153|每万人公共图书馆图书藏量（册/万人） 0.0547
科学支出占GDP比重（%） 0.0453|教育支出占GDP比重（%） 0.0153|每万人专利授权量（个/万人） 0.1273
人均供水量（吨/人） 0.0780|人均生活消费用电量（千瓦时/人） 0.0589
每万人城市道路面积（平方米/人） 0.0504|每万人公共汽车数（辆/万人） 0.0325
高铁站点开通个数（个） 0.1286|每万人国际互联网用户数（户/万人） 0.0462
公共管理和社会组织从业人员占比（%） 0.0116|港澳台商投资企业个数占比（%） 0.0657
私营和个体从业人员占比（%） 0.0409|财政支出占GDP比重（%） 0.0204""".replace("\n", "|").split("|")
# Paper 002, section 2, paragraph 4: means of 2003 and 2019.
S2_DIMENSIONS = {
    "Economic resilience": (0.0099, 0.0267),
    "Ecological resilience": (0.0114, 0.0206),
    "Social resilience": (0.0070, 0.0217),
    "Infrastructure resilience": (0.0062, 0.0456),
    "Institutional resilience": (0.0066, 0.0083),
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write every example once."""
    place = tmp_path_factory.mktemp("examples")
    for name in EXAMPLES:
        write_example(name, place / "new" / name)
    return {name: place / "new" / name for name in EXAMPLES}


def read_panel(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "panel.csv", encoding="utf-8")


def read_indicators(folder: Path) -> list[dict[str, str]]:
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(folder: Path) -> np.ndarray:
    """Return the raw panel as cities x years x indicators."""
    panel = read_panel(folder)
    return (
        panel.iloc[:, 3:].to_numpy(float).reshape(panel["city"].nunique(), -1, panel.shape[1] - 3)
    )


def oriented(folder: Path) -> np.ndarray:
    """Fill gaps and scale by pooled min-max with plain loops, independent of the package."""
    values = cells(folder)
    for series in np.moveaxis(values, 1, 2).reshape(-1, values.shape[1]):
        assert np.isfinite(series[[0, -1]]).all()
    for j, row in enumerate(read_indicators(folder)):
        for city in values[:, :, j]:
            known = np.flatnonzero(np.isfinite(city))
            city[:] = np.interp(np.arange(len(city)), known, city[known])
        column = values[:, :, j] * (-1 if row["direction"] == "lower" else 1)
        values[:, :, j] = (column - column.min()) / (column.max() - column.min())
    return values


@pytest.mark.parametrize("name", EXAMPLES)
class TestEveryExample:
    def test_holds_its_files_and_nothing_else(
        self, name: str, folders: dict[str, Path], tmp_path: Path
    ) -> None:
        paths = write_example(name, tmp_path / "deep" / "folder")
        files = FILES + MORE[name]
        assert paths == [tmp_path / "deep" / "folder" / file for file in files]
        assert sorted(path.name for path in folders[name].iterdir()) == sorted(files)

    def test_same_bytes_each_time(
        self, name: str, folders: dict[str, Path], tmp_path: Path
    ) -> None:
        for path in write_example(name, tmp_path):
            assert path.read_bytes() == (folders[name] / path.name).read_bytes()
            assert b"\r" not in path.read_bytes()

    def test_sizes_groups_and_years(self, name: str, folders: dict[str, Path]) -> None:
        panel = read_panel(folders[name])
        codes = [row["code"] for row in read_indicators(folders[name])]
        assert list(panel.columns) == ["city", GROUPS[name], "year", *codes]
        assert panel.groupby(GROUPS[name])["city"].nunique().to_dict() == SIZES[name]
        first, last = YEARS[name]
        assert set(panel.groupby("city")["year"].agg(tuple)) == {tuple(range(first, last + 1))}

    def test_says_that_it_is_simulated(self, name: str, folders: dict[str, Path]) -> None:
        study = tomllib.loads((folders[name] / "study.toml").read_text(encoding="utf-8"))
        assert "simulated" in study["title"]
        assert "模拟" in study["title_zh"]
        assert study["data"]["simulated"] is True
        assert study["data"]["group"] == GROUPS[name]
        assert read_panel(folders[name])["city"].str.endswith(" (simulated)").all()
        readme = (folders[name] / "README.md").read_text(encoding="utf-8")
        assert "SIMULATED" in readme.splitlines()[0]

    def test_blanks_are_few_short_and_inside(self, name: str, folders: dict[str, Path]) -> None:
        blank = np.isnan(cells(folders[name]))
        assert 0.004 <= blank.mean() <= 0.006
        assert not blank[:, [0, -1]].any()
        assert not (blank[:, :-2] & blank[:, 1:-1] & blank[:, 2:]).any()

    def test_framework_is_complete(self, name: str, folders: dict[str, Path]) -> None:
        rows = read_indicators(folders[name])
        assert len(rows) == len({row["code"] for row in rows}) == INDICATORS[name]
        assert len({row["name"] for row in rows}) == len({row["name_zh"] for row in rows})
        wanted = ("name", "name_zh", "dimension", "dimension_zh", "unit", "unit_zh", "source")
        for row in rows:
            assert all(row[key] for key in wanted), row["code"]
            assert row["code"].isascii()
            assert row["direction"] in {"higher", "lower", "target"}
            assert bool(row["target_low"]) == (row["direction"] == "target")

    def test_values_vary_and_stay_inside_their_bounds(
        self, name: str, folders: dict[str, Path]
    ) -> None:
        panel = read_panel(folders[name])
        for row in read_indicators(folders[name]):
            values = panel[row["code"]].dropna()
            assert values.nunique() > 5, row["code"]
            assert values.min() >= float(row["lower_bound"] or "-inf"), row["code"]
            assert values.max() <= float(row["upper_bound"] or "inf"), row["code"]

    def test_cities_keep_their_character(self, name: str, folders: dict[str, Path]) -> None:
        # Persistent cities: the first year's scores say something about the last year's.
        scores = oriented(folders[name]).mean(axis=2)
        assert np.corrcoef(scores[:, 0], scores[:, -1])[0, 1] > 0.4

    def test_refuses_to_overwrite_and_writes_nothing(
        self, name: str, folders: dict[str, Path], tmp_path: Path
    ) -> None:
        (tmp_path / "panel.csv").write_text("mine")
        with pytest.raises(
            OutputError, match=r"already there: panel\.csv\. .*; nothing was written"
        ):
            write_example(name, tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["panel.csv"]
        assert (tmp_path / "panel.csv").read_text() == "mine"


def test_refuses_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no example 'seed-003'"):
        write_example("seed-003", tmp_path / "study")
    assert not (tmp_path / "study").exists()


def test_seed_000_has_five_layers_and_one_target(folders: dict[str, Path]) -> None:
    rows = read_indicators(folders["seed-000"])
    layers = [row["dimension"] for row in rows]
    assert list(dict.fromkeys(layers)) == [
        "Driving force", "Pressure", "State", "Impact", "Response",
    ]  # fmt: skip
    assert all(3 <= layers.count(layer) <= 4 for layer in layers)
    assert [row["code"] for row in rows if row["direction"] == "target"] == ["pop_density"]
    chosen = "indicator chosen by resilmeter: the abstract prints none"
    assert all(row["note"].startswith(chosen) for row in rows)


def test_seed_000_rises_slowly_in_waves_and_evens_out(folders: dict[str, Path]) -> None:
    # The abstract prints no numbers, so only the words are checked: wave-shaped, slow, less uneven.
    folder = folders["seed-000"]
    keep = [j for j, row in enumerate(read_indicators(folder)) if row["direction"] != "target"]
    scores = oriented(folder)[:, :, keep].mean(axis=2)
    steps = np.diff(scores.mean(axis=0))
    assert 0 < steps.sum() < 0.1
    assert np.count_nonzero(np.diff(np.sign(steps))) >= 3
    spread = scores.std(axis=0) / scores.mean(axis=0)
    assert spread[-1] < spread[0]


def test_seed_001_framework_is_table_1(folders: dict[str, Path]) -> None:
    rows = read_indicators(folders["seed-001"])
    sign = {"lower": "Negative", "higher": "Positive"}
    assert [(row["name"], sign[row["direction"]], row["source"]) for row in rows] == [
        (name, nature, source) for name, nature, _, source in S1_TABLE_1
    ]
    assert [row["dimension"] for row in rows] == S1_DIMENSIONS


def s1_weights() -> np.ndarray:
    """Return printed weights, raised to those of their dimension (rounding loses 0.002)."""
    weights = np.array([weight for _, _, weight, _ in S1_TABLE_1]).reshape(3, 4)
    raised: np.ndarray = weights.T * S1_DIMENSION_WEIGHTS / weights.sum(axis=1)
    return raised.T.ravel()


def test_seed_001_reproduces_table_3(folders: dict[str, Path]) -> None:
    # Tolerance 0.0025: the printed columns disagree by up to 0.001 (dimensions against total) and
    # 0.0008 (regions against total); the rest is 0.0005 of print and the filled gaps.
    panel = read_panel(folders["seed-001"])
    parts = oriented(folders["seed-001"]) * s1_weights()
    region = panel.groupby("city", sort=False)["region"].first().to_numpy()
    printed = np.array(list(S1_TABLE_3.values())).T
    score = parts.sum(axis=2)
    means = [score.mean(axis=0)]
    means += [score[region == name].mean(axis=0) for name in SIZES["seed-001"]]
    means += [parts[:, :, j : j + 4].sum(axis=2).mean(axis=0) for j in (0, 4, 8)]
    np.testing.assert_allclose(means, printed, rtol=0, atol=0.0025)


def test_seed_002_framework_is_table_1_with_judged_directions(folders: dict[str, Path]) -> None:
    rows = read_indicators(folders["seed-002"])
    assert [row["code"] for row in rows] == [f"x{j}" for j in range(1, 32)]
    printed = [entry.rsplit(" ", 1)[0] for entry in S2_TABLE_1]
    # The printed cell is name and unit; only PM2.5 is printed without a unit.
    ours = [f"{row['name_zh']}（{row['unit_zh']}）" for row in rows]
    ours[6] = rows[6]["name_zh"]
    assert ours == printed
    assert [row["code"] for row in rows if row["direction"] == "lower"] == ["x7", "x8", "x9"]
    note = "direction judged: the paper prints none"
    assert all(row["note"].startswith(note) for row in rows)
    assert "name mismatch" in rows[13]["note"]
    assert "unit inconsistent" in rows[23]["note"]


def test_seed_002_reproduces_the_printed_dimension_means(folders: dict[str, Path]) -> None:
    # Tolerance 0.003: stations are whole numbers (weight 0.1286, half a station in eight, averaged
    # over cities), and a few filled gaps move a dimension of small mean.
    rows = read_indicators(folders["seed-002"])
    weight = [float(entry.rsplit(" ", 1)[1]) for entry in S2_TABLE_1]
    parts = oriented(folders["seed-002"]) * weight
    for name, printed in S2_DIMENSIONS.items():
        member = [row["dimension"] == name for row in rows]
        means = parts[:, :, member].sum(axis=2).mean(axis=0)
        np.testing.assert_allclose(means[[0, -1]], printed, rtol=0, atol=0.003, err_msg=name)


def test_seed_002_has_leaders_like_provincial_capitals(folders: dict[str, Path]) -> None:
    # Paper 002, section 2, paragraph 3: the three capitals of 2019 stand far above all others.
    weight = [float(entry.rsplit(" ", 1)[1]) for entry in S2_TABLE_1]
    scores = (oriented(folders["seed-002"]) @ weight)[:, -1]
    assert set(np.argsort(scores)[-3:]) == {0, 10, 20}
    assert scores[[0, 10, 20]].min() > 1.3 * np.delete(scores, [0, 10, 20]).max()

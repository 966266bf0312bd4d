"""Units find their shapes by exact names, codes and rules of writing; a likeness only suggests."""

from __future__ import annotations

import pytest

from resilmeter.read.boundaries.join import join, unused
from resilmeter.read.boundaries.names import adcode, plain, renamed, stem


def joined(units, names, *, several=False):
    if not isinstance(units, dict):
        units = {unit: unit for unit in units}
    return join(units, names, several=several)


@pytest.mark.parametrize(
    ("unit", "shape"),
    [
        ("武 汉 市", "武汉市"),  # blanks
        ("武汉", "武汉市"),
        ("恩施州", "恩施土家族苗族自治州"),
        ("恩施", "恩施土家族苗族自治州"),
        ("黔西南", "黔西南布依族苗族自治州"),
        ("锡林郭勒", "锡林郭勒盟"),
        ("阿克苏市", "阿克苏地区"),
        ("内蒙古", "内蒙古自治区"),
        ("广西", "广西壮族自治区"),
        ("襄樊市", "襄阳市"),
        ("襄樊", "襄阳市"),
        ("思茅地区", "普洱市"),
        ("亳洲", "亳州市"),
        ("522400", "520500"),  # Bijie's former code
        ("４２０１００", "420100"),  # full-width digits
        ("4201", "420100"),
        ("420100000000", "420100"),
        ("NEW york", "New York"),
    ],
)
def test_a_name_finds_its_shape(unit, shape):
    assert joined([unit], ["沙市", shape]).rows == {unit: [1]}


@pytest.mark.parametrize(
    ("unit", "shape"),
    [
        ("芜湖", "莱芜市"),
        ("运城市", "成都市"),
        ("徐", "徐州市"),
        ("Suzhou", "苏州市"),
        ("Ahe", "Ahem"),
    ],
)
def test_a_likeness_is_suggested_and_not_joined(unit, shape):
    found = joined([unit], [shape])
    assert found.rows == {}
    assert [p.key for p in found.problems] == ["boundary-unmatched"]
    assert found.problems[0].level == "doubt"


def test_the_suggestion_is_the_nearest_free_name():
    found = joined(["Ahe", "Bohee"], ["Ahe", "Bohe", "Cohe"])
    assert found.problems[0].values["nearest"][0] == "Bohe"
    assert "Bohee" in found.problems[0].text()


def test_a_name_of_two_ranks_is_ambiguous():
    found = joined(["吉林"], ["吉林省", "吉林市"])
    assert found.rows == {}
    assert found.problems[0].key == "boundary-ambiguous"
    assert joined(["吉林市"], ["吉林省", "吉林市"]).rows == {"吉林市": [1]}  # in full, it is not


def test_a_repeated_name_is_one_unit_only_where_the_column_was_named():
    names = ["Ahe", "Bohe", "Ahe"]
    alone = joined(["Ahe", "Bohe"], names)
    assert alone.rows == {"Bohe": [1]}
    assert [p.key for p in alone.problems] == ["boundary-repeated"]
    assert joined(["Ahe", "Bohe"], names, several=True).rows == {"Ahe": [0, 2], "Bohe": [1]}


def test_a_shape_belongs_to_one_unit_and_the_exact_name_wins():
    found = joined(["襄樊市", "襄阳市"], ["襄阳市"])
    assert found.rows == {"襄阳市": [0]}
    assert found.problems[0].key == "boundary-taken"
    assert found.problems[0].where["unit"] == "襄樊市"


def test_codes_are_compared_instead_of_names():
    found = joined({"Suzhou (Jiangsu)": "320500", "Suzhou (Anhui)": "341300"}, ["341300", "320500"])
    assert found.rows == {"Suzhou (Jiangsu)": [1], "Suzhou (Anhui)": [0]}


def test_units_keep_their_order_however_they_were_found():
    assert list(joined(["襄樊", "武汉", "沙市"], ["沙市", "武汉市", "襄阳市"]).rows) == [
        "襄樊", "武汉", "沙市",
    ]  # fmt: skip


def test_problems_keep_the_order_of_the_units():
    found = joined(["z", "b", "y"], ["b"])
    assert [p.where["unit"] for p in found.problems] == ["z", "y"]


def test_unused_shapes_are_counted_and_named():
    names = [f"s{n:02d}" for n in range(20)]
    (said,) = unused(names, {"u": [3]})
    assert said.level == "note"
    assert said.values["count"] == 19
    assert said.values["names"][-1] == "(+7)"
    assert "s03" not in said.values["names"]
    assert list(unused(["a"], {"u": [0]})) == []


def test_forms_of_writing():
    assert plain("Ａ　ｂ") == "ab"
    assert adcode("06") == "06"  # no Chinese code
    assert stem("市") == "市"  # nothing would be left
    assert stem("内蒙古自治区") == "内蒙古"
    assert renamed("襄阳市") == "襄阳"

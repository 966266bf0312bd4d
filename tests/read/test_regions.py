"""The four regions of China: all provinces, in all the ways they are written."""

from __future__ import annotations

import pytest

from resilmeter.read.regions import REGION_ORDER, lookup_problems, region_of

# National Bureau of Statistics of China, 2011: division into East, Central, West and Northeast.
REGIONS = {
    "Eastern": "北京 天津 河北 上海 江苏 浙江 福建 山东 广东 海南",
    "Central": "山西 安徽 江西 河南 湖北 湖南",
    "Western": "内蒙古 广西 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆",
    "Northeastern": "辽宁 吉林 黑龙江",
}
ENGLISH = {
    "Eastern": "Beijing Tianjin Hebei Shanghai Jiangsu Zhejiang Fujian Shandong Guangdong Hainan",
    "Central": "Shanxi Anhui Jiangxi Henan Hubei Hunan",
    "Western": (
        "Inner_Mongolia Guangxi Chongqing Sichuan Guizhou Yunnan Tibet Shaanxi Gansu Qinghai"
        " Ningxia Xinjiang"
    ),
    "Northeastern": "Liaoning Jilin Heilongjiang",
}
PAIRS = [(name, region) for region, names in REGIONS.items() for name in names.split()]
PAIRS += [
    (name.replace("_", " "), region) for region, names in ENGLISH.items() for name in names.split()
]
FULL = {
    "广西壮族自治区": "Western", "新疆维吾尔自治区": "Western", "宁夏回族自治区": "Western",
    "西藏自治区": "Western", "内蒙古自治区": "Western", "北京市": "Eastern", "重庆市": "Western",
    "湖北省": "Central", "Hubei Province": "Central", " hubei ": "Central", "HUBEI": "Central",
}  # fmt: skip


def test_every_province_is_asked_for_twice():
    assert len(PAIRS) == 62


@pytest.mark.parametrize(("name", "region"), [*PAIRS, *FULL.items()])
def test_region_of_a_province(name, region):
    assert region_of(name) == region


@pytest.mark.parametrize("name", [name for name, _ in PAIRS[:31]])
def test_suffixes_are_understood(name):
    assert region_of(f"{name}省") == region_of(f"{name}市") == region_of(name)


@pytest.mark.parametrize("name", ["Atlantis", "", "Wuhan", "台湾", "Hong Kong"])
def test_names_outside_the_table_have_no_region(name):
    assert region_of(name) is None


def test_order_is_that_of_the_yearbook():
    assert tuple(REGIONS) == REGION_ORDER


def test_shanxi_alone_is_doubted():
    assert [p.key for p in lookup_problems(["Shanxi"], {})] == ["shanxi-or-shaanxi"]
    assert lookup_problems(["Shanxi", "Shaanxi"], {}) == []
    assert lookup_problems(["山西"], {}) == []


def test_shanxi_province_is_doubted_as_well():
    assert [p.key for p in lookup_problems(["Shanxi Province"], {})] == ["shanxi-or-shaanxi"]

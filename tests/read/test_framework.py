"""The indicator table: headers and directions in English and Chinese, and its faults by row."""

from __future__ import annotations

import pytest

import resilmeter as rm
from resilmeter.read import framework_from_rows, read_framework


def table(folder, text, encoding="utf-8"):
    path = folder / "indicators.csv"
    path.write_bytes(text.encode(encoding))
    return read_framework(path)


def test_english_headers(tmp_path):
    framework = table(
        tmp_path,
        "code,name,name_zh,dimension,dimension_zh,direction,unit,unit_zh,source,note,column,"
        "denominator,per,lower_bound,upper_bound,target_low,target_high\n"
        "a,Beds,床位,Care,照护,target,beds,张,Yearbook,checked,beds_total,people,\"10,000\","
        "0,500,20,40\n",
    )  # fmt: skip
    (indicator,) = framework.indicators
    assert indicator == rm.Indicator(
        code="a", name="Beds", name_zh="床位", dimension="Care", dimension_zh="照护",
        direction="target", unit="beds", unit_zh="张", source="Yearbook", note="checked",
        column="beds_total", denominator="people", per=10_000, lower_bound=0, upper_bound=500,
        target_low=20, target_high=40,
    )  # fmt: skip
    assert repr(framework) == "<Framework: 1 indicators in 1 dimensions (Care)>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headers(tmp_path, encoding):
    framework = table(
        tmp_path, "代码,指标名称,准则层,属性,单位\nx1,床位数,照护,正向,张\nx2,粉尘,空气,负向,吨\n",
        encoding,
    )  # fmt: skip
    assert framework.codes == ("x1", "x2")
    assert framework.dimensions == ("照护", "空气")
    assert [i.direction for i in framework.indicators] == ["higher", "lower"]
    assert framework["x1"].title("zh") == "床位数"


def test_names_serve_as_codes_where_there_are_none(tmp_path):
    framework = table(tmp_path, "指标,维度,方向\n床位数,照护,正\n粉尘,空气,逆\n")
    assert framework.codes == ("床位数", "粉尘")


def test_two_names_of_a_chinese_table_are_both_kept(tmp_path):
    framework = table(tmp_path, "指标代码,指标名称,英文名称,维度,方向\nx1,床位,Beds,照护,正向\n")
    assert framework["x1"].title("en") == "Beds"
    assert framework["x1"].title("zh") == "床位"


def test_two_headers_for_the_same_field_are_refused(tmp_path):
    with pytest.raises(rm.DataError, match=r"direction|属性"):
        table(tmp_path, "code,dimension,方向,属性\na,Care,正向,逆向\n")


@pytest.mark.parametrize(
    ("word", "direction"),
    [("higher", "higher"), ("Higher", "higher"), ("+", "higher"), ("positive", "higher"),
     ("正", "higher"), ("正向", "higher"), ("正向指标", "higher"), ("lower", "lower"),
     ("-", "lower"), ("Negative", "lower"), ("负", "lower"), ("负向", "lower"), ("逆", "lower"),
     ("逆向", "lower"), ("负向指标", "lower"), ("逆向指标", "lower")],
)  # fmt: skip
def test_directions_in_words_and_signs(tmp_path, word, direction):
    framework = table(tmp_path, f"code,dimension,direction\na,Care,{word}\n")
    assert framework["a"].direction == direction


@pytest.mark.parametrize("word", ["target", "适度", "区间"])
def test_target_needs_its_interval(tmp_path, word):
    header = "code,dimension,direction,target_low,target_high"
    framework = table(tmp_path, f"{header}\na,Care,{word},2,4\n")
    assert (framework["a"].target_low, framework["a"].target_high) == (2, 4)
    for ends in ("4,2", ",4", "2,", ","):
        with pytest.raises(rm.DataError, match=r"row 2, indicator a: .*target_low <= target_high"):
            table(tmp_path, f"{header}\na,Care,{word},{ends}\n")


def test_faults_of_all_rows_come_together(tmp_path):
    with pytest.raises(rm.DataError) as caught:
        table(
            tmp_path,
            "code,dimension,direction,per,lower_bound,upper_bound\n"
            ",Care,higher,,,\n"
            "b,,lower,,,\n"
            "c,Care,up,,,\n"
            "d,Care,higher,0,,\n"
            "e,Care,higher,,5,1\n"
            "f,Care,higher,many,,\n",
        )
    assert [(p.where["row"], p.key) for p in caught.value.problems] == [
        (2, "indicator-without-code"), (3, "indicator-without-dimension"), (4, "unknown-direction"),
        (5, "per-not-positive"), (6, "bounds-order"), (7, "text-in-number"),
    ]  # fmt: skip
    assert "indicators.csv, row 7, column per: cannot read 'many'" in str(caught.value)


def test_codes_are_unique(tmp_path):
    with pytest.raises(rm.DataError, match="indicator a: the code occurs more than once"):
        table(tmp_path, "code,dimension,direction\na,Care,+\na,Air,-\n")


def test_missing_columns_are_named(tmp_path):
    with pytest.raises(rm.DataError) as caught:
        table(tmp_path, "code,name\na,Beds\n")
    assert [p.where["column"] for p in caught.value.problems] == ["dimension", "direction"]
    assert "Columns there:" in str(caught.value)


def test_unknown_columns_are_refused(tmp_path):
    with pytest.raises(rm.DataError, match=r"column wieght: .*Allowed: code, dimension"):
        table(tmp_path, "code,dimension,direction,wieght\na,Care,+,3\n")


def test_bounds_of_zero_are_kept(tmp_path):
    framework = table(tmp_path, "code,dimension,direction,lower_bound\na,Care,+,0\n")
    assert framework["a"].lower_bound == 0
    assert framework["a"].upper_bound is None


def test_rows_of_a_study_name_their_key():
    rows = [({"code": "a", "dimension": "D", "direction": "up"}, {"key": "data.indicator.1"})]
    with pytest.raises(rm.DataError, match=r"data.indicator.1, indicator a: the direction is 'up'"):
        framework_from_rows(rows)


def test_unknown_field_of_a_row_is_refused():
    rows = [({"code": "a", "dimension": "D", "direction": "+", "wieght": 1}, {"key": "here"})]
    with pytest.raises(rm.DataError, match=r"here.*wieght"):
        framework_from_rows(rows)


def test_no_rows_are_refused():
    with pytest.raises(rm.DataError, match="there are no indicators"):
        framework_from_rows([])

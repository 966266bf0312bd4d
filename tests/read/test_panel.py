"""From table to panel: keys, groups, holes; every problem with its place."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import PANEL, STUDY, command, tiny_panel, with_cell, with_column, write_study

import resilmeter as rm
from resilmeter.read.regions import _provinces

PROVINCES = ("Hubei", "陕西省", "Beijing", "辽宁", "Inner Mongolia", "山西")


def by_province(names):
    return with_column(PANEL, "province", [name for name in names for _ in range(3)])


def provinces(folder, names):
    return tiny_panel(folder, panel=by_province(names), group="", province="province")


def test_units_keep_the_order_of_the_file_and_periods_increase(tmp_path):
    lines = PANEL.splitlines()
    panel = tiny_panel(tmp_path, panel="\n".join([lines[0], *lines[:0:-1]]))
    assert panel.units == ("Fohe", "Ehe", "Dohe", "Cohe", "Bohe", "Ahe")
    assert panel.periods == (2009, 2010, 2011)
    assert panel.values.loc[("Ahe", 2011)].tolist() == [19, 4.2, 71, 9]
    assert panel.group_order == ("South", "North")
    assert panel.group_codes.tolist() == [0, 0, 0, 1, 1, 1]


def test_order_of_rows_does_not_matter(tmp_path):
    lines = PANEL.splitlines()
    mixed = [lines[0], *(lines[1 + (7 * i) % 18] for i in range(18))]
    first = tiny_panel(tmp_path / "a")
    second = tiny_panel(tmp_path / "b", panel="\n".join(mixed))
    assert second.values.loc[first.values.index].equals(first.values)


def test_missing_rows_become_missing_cells_and_are_told(tmp_path):
    text = PANEL.replace("Bohe,2010,North,21,2.6,69,8\n", "").replace(
        "Ehe,2009,South,45,0.9,30,25\n", "")  # fmt: skip
    panel = tiny_panel(tmp_path, panel=text)
    assert len(panel.values) == 18
    assert panel.missing == 8
    assert panel.values.loc[("Bohe", 2010)].isna().all()
    assert (panel.status.loc[("Bohe", 2010)] == 1).all()
    (step,) = panel.steps
    assert (step.key, step.level, step.values["count"]) == ("rows-added", "note", 2)
    assert "panel.csv" in step.text()


def test_dashes_are_missing_and_counted_by_column(tmp_path):
    text = with_cell(with_cell(with_cell(PANEL, 2, "b", "—"), 3, "b", "—"), 4, "d", "…")
    panel = tiny_panel(tmp_path, panel=text)
    assert panel.missing == 3
    assert [(s.where["column"], s.values["text"], s.values["count"]) for s in panel.steps] == [
        ("b", "—", 2), ("d", "...", 1),
    ]  # fmt: skip


def test_denominators_are_kept_beside_the_indicators(tmp_path):
    indicators = "code,dimension,direction,denominator\na,Care,higher,b\n"
    panel = tiny_panel(tmp_path, indicators=indicators)
    assert list(panel.others.columns) == ["b"]
    assert panel.others.loc[("Ahe", 2009), "b"] == 3.5


def test_missing_denominator_column_is_refused(tmp_path):
    indicators = "code,dimension,direction,denominator\na,Care,higher,people\n"
    with pytest.raises(rm.DataError, match="column people: there is no such column"):
        tiny_panel(tmp_path, indicators=indicators)


def test_one_column_may_serve_two_indicators(tmp_path):
    indicators = "code,column,dimension,direction\na,a,Care,higher\nless,a,Air,lower\n"
    panel = tiny_panel(tmp_path, indicators=indicators)
    assert panel.values["a"].equals(panel.values["less"].rename("a"))


def test_spaces_around_names_do_not_make_new_units(tmp_path):
    panel = tiny_panel(tmp_path, panel=PANEL.replace("Ahe,2010", " Ahe ,2010"))
    assert panel.units[0] == "Ahe"
    assert len(panel.units) == 6


def test_years_written_two_ways_are_one_period(tmp_path):
    text = PANEL.replace("Ahe,2009", "Ahe,2009年")
    assert tiny_panel(tmp_path, panel=text).periods == (2009, 2010, 2011)
    with pytest.raises(rm.DataError, match=r"row 20, Ahe, 2009: .*already stand in row 2"):
        tiny_panel(tmp_path, panel=text + "Ahe,2009.0,North,1,2,3,4\n")


def test_order_of_groups_can_be_given(tmp_path):
    panel = tiny_panel(tmp_path, group_order=("South", "North"))
    assert panel.group_order == ("South", "North")
    assert panel.group_codes.tolist() == [1, 1, 1, 0, 0, 0]


def test_order_of_groups_must_name_all(tmp_path):
    with pytest.raises(rm.DataError, match=r"data.group_order: .*every group .*North, South"):
        tiny_panel(tmp_path, group_order=("South", "Nord"))


def test_problems_of_every_kind_come_together(tmp_path):
    text = with_cell(with_cell(with_cell(PANEL, 2, "a", "x"), 3, "b", "inf"), 4, "region", "")
    with pytest.raises(rm.DataError) as caught:
        tiny_panel(tmp_path, panel=text)
    assert {p.key for p in caught.value.problems} == {
        "text-in-number", "infinite-number", "blank-group",
    }  # fmt: skip


def test_all_missing_columns_are_named_at_once(tmp_path):
    with pytest.raises(rm.DataError) as caught:
        tiny_panel(tmp_path, panel=PANEL.replace("city,", "town,").replace("c,d\n", "cc,dd\n"))
    assert [p.where["column"] for p in caught.value.problems] == ["city", "c", "d"]


def test_provinces_give_the_four_regions(tmp_path):
    panel = provinces(tmp_path, PROVINCES)
    assert panel.groups.tolist() == [
        "Central", "Western", "Eastern", "Northeastern", "Western", "Central",
    ]  # fmt: skip
    assert panel.group_order == ("Eastern", "Central", "Western", "Northeastern")
    assert panel.steps == ()


def test_unknown_provinces_are_named_once_each(tmp_path):
    with pytest.raises(rm.DataError) as caught:
        provinces(tmp_path, ("Atlantis", "Hubei", "Lemuria", "Hubei", "Hubei", "Atlantis"))
    said = [p.text() for p in caught.value.problems if p.key == "unknown-province"]
    assert len(said) == 2
    assert "column province" in said[0]
    assert "'Atlantis'" in said[0]


def test_shanxi_without_shaanxi_is_doubted(tmp_path):
    names = ("Shanxi", "Hubei", "Hunan", "Henan", "Hebei", "Beijing")
    (step,) = provinces(tmp_path / "a", names).steps
    assert (step.key, step.level) == ("shanxi-or-shaanxi", "doubt")
    assert provinces(tmp_path / "b", ("Shanxi", "Shaanxi", *names[2:])).steps == ()


def test_doubt_about_shanxi_reaches_the_user(tmp_path):
    names = ("Shanxi", "Hubei", "Hunan", "Henan", "Hebei", "Beijing")
    text = STUDY.replace("group =", "province =").replace('"region"', '"province"')
    said = command("check", write_study(tmp_path, panel=by_province(names), study=text))
    assert said.code == 0
    assert "If some rows mean 陕西, write Shaanxi there" in said.out


def test_there_are_31_provinces():
    assert len(_provinces()) == 62
    assert len(set(_provinces().values())) == 4


def test_values_are_floats_and_full(tmp_path):
    panel = tiny_panel(tmp_path)
    assert (panel.values.dtypes == np.float64).all()
    assert not panel.values.isna().any().any()
    assert (panel.status == 0).all().all()

"""Workbooks of an office program: .ods, .xls and .xlsx, and those with a password."""

import pandas as pd
import pytest
from tests.read.office import FILTERS, start_office
from tests.studies import PANEL, command, write_study

import resilmeter as rm
from resilmeter.read import read_table


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return start_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def books(office, tmp_path_factory):
    """The tiny panel as a workbook of each kind."""
    folder = tmp_path_factory.mktemp("books")
    (folder / "panel.csv").write_text(PANEL, encoding="utf-8")
    return {kind: office.save(folder / "panel.csv", kind) for kind in FILTERS}


@pytest.mark.parametrize("kind", FILTERS)
def test_every_kind_holds_the_same_panel(books, kind, tmp_path):
    """Numbers come back as the doubles that were written."""
    write_study(tmp_path)
    framework = rm.read_framework(tmp_path / "indicators.csv")
    columns = {"unit": "city", "period": "year", "group": "region"}
    whole = rm.read_panel(tmp_path / "panel.csv", framework, **columns)
    found = rm.read_panel(books[kind], framework, **columns)
    pd.testing.assert_frame_equal(found.values, whole.values)
    assert found.group_order == whole.group_order


def test_a_study_runs_on_an_old_workbook(books, tmp_path):
    study = write_study(tmp_path / "study")
    (study.parent / "panel.xls").write_bytes(books["xls"].read_bytes())
    keys = ("data.panel=panel.xls", "present.workbook=false", "present.figures=[]")
    sets = [word for key in keys for word in ("--set", key)]
    said = command("run", study, *sets, "-o", tmp_path / "out")
    assert said.code == 0, said.text


@pytest.mark.parametrize("kind", FILTERS)
def test_a_password_is_refused_in_plain_words(office, books, kind):
    locked = office.lock(books["xlsx"], kind)
    with pytest.raises(rm.DataError, match=f"locked.{kind}: .*protected by a password") as caught:
        read_table(locked)
    (problem,) = caught.value.problems
    assert "密码" in problem.text("zh")
    assert "Save it without one" in problem.text("en")

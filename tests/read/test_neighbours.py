"""Coordinates and spatial weights from files of every form."""

import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.read import read_coordinates, read_neighbours

FORMS = {
    "w.csv": "name,a,b,c\na,0,1,1\nb,1,0,0\nc,1,0,0\n",
    "pairs.csv": "unit,neighbour\na,b\na,c\nb,a\nc,a\n",
    "w.gal": "0 3 shape id\na 2\nb c\nb 1\na\nc 1\na\n",
    "w.gwt": "0 3 shape id\na b 1\na c 1\nb a 1\nc a 1\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_neighbours_from_every_form(tmp_path, name):
    (tmp_path / name).write_text(FORMS[name], encoding="utf-8")
    found = read_neighbours(tmp_path / name).loc[["a", "b", "c"], ["a", "b", "c"]]
    assert found.to_numpy().tolist() == [[0, 1, 1], [1, 0, 0], [1, 0, 0]]


def test_a_unit_without_neighbours_stays_in_a_gal_file(tmp_path):
    (tmp_path / "w.gal").write_text("3\na 1\nb\nb 1\na\nc 0\n", encoding="utf-8")
    assert read_neighbours(tmp_path / "w.gal").loc["c"].sum() == 0


@pytest.mark.parametrize("text", ["3\na 2\nb\n", "3\na\n", "3\n", "3\na x\nb\n"])
def test_other_forms_are_refused(tmp_path, text):
    (tmp_path / "w.gal").write_text(text, encoding="utf-8")
    with pytest.raises(rm.DataError, match="GAL"):
        read_neighbours(tmp_path / "w.gal")


def test_coordinates_with_all_their_faults(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("unit,lon,lat\na,104,30\nb,x,30\nb,105,31\n", encoding="utf-8")
    with pytest.raises(rm.DataError) as caught:
        read_coordinates(path)
    assert {p.key for p in caught.value.problems} == {"text-in-number", "coordinates-twice"}
    path.write_text("unit,lon,lat\na,104,30\n", encoding="utf-8")
    assert read_coordinates(path).equals(pd.DataFrame({"lon": [104.0], "lat": [30.0]}, ["a"]))

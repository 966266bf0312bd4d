"""Maps of a study: keys, hashes, findings, tables, figures, neighbours by shared borders."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from matplotlib.figure import Figure
from tests.shapes import CITIES, board, written
from tests.studies import PANEL, STUDY, command, write_study

import resilmeter as rm
from resilmeter.errors import DataError, MethodError, StudyError
from resilmeter.present.figures.draw import figures
from resilmeter.present.formats.embedded import LARGEST, short_numbers, source_of
from resilmeter.present.maps.figures import plot_sample
from resilmeter.present.tables import tables

pytest.importorskip("geopandas")

MAPPED = STUDY.replace('group = "region"', 'group = "region"\nboundaries = "board.geojson"')


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("maps")
    path = write_study(folder, study=MAPPED)
    names = [name for name in CITIES if name != "Fohe"]
    written(board([*names, "Elsewhere"]), folder / "board.geojson")
    return path


@pytest.fixture(scope="module")
def result(study):
    return rm.run(rm.Study.load(study))


def test_maps_are_among_the_figures(result):
    drawn = figures(result, "en")
    assert {"sample_map", "maps", "dimension_maps"} <= set(drawn)
    sample = drawn["sample_map"].axes[0]
    texts = [text.get_text() for text in sample.get_legend().get_texts()]
    assert texts == ["North (3)", "South (3)", "not studied / no data"]
    panels = drawn["maps"].axes[0].child_axes
    assert [p.get_title() for p in panels] == ["(a) 2009", "(b) 2010", "(c) 2011"]
    assert len(drawn["dimension_maps"].axes[0].child_axes) == 2 * (3 + 1)  # and a legend each


def test_more_groups_than_colours_are_told_apart(result):
    """Fourteen groups of six units: those without a unit stand in the legend as well."""
    names = tuple("ABCDEFGHIJKLMN")
    groups = pd.Series(names[:6], index=list(CITIES))
    given = result.panel
    panel = SimpleNamespace(
        groups=groups, group_order=names, units=given.units, periods=given.periods
    )
    drawn = plot_sample(replace(result, panel=panel), "en", Figure().subplots())
    handles = drawn.get_legend().legend_handles[:14]
    assert len({handle.get_facecolor() for handle in handles}) == 14


def test_units_without_a_shape_are_findings(result):
    said = [p for p in result.findings if p.key == "boundary-unmatched"]
    assert [p.where["unit"] for p in said] == ["Fohe"]
    assert result.boundaries.unmatched == ("Fohe",)


def test_tables_of_maps(result):
    out = tables(result)
    assert out["boundaries"]["unit"].to_list() == list(CITIES)
    assert out["boundaries"]["shape"].isna().to_list() == [False] * 5 + [True]
    table = out["map_classes"]
    assert len(table) == 18
    inside = (table["low"] < table["index"]) & (table["index"] <= table["high"])
    lowest = (table["class"] == 1) & (table["index"] == table["low"])
    assert (inside | lowest).all()
    inner = sorted(set(table["high"]))[:-1]
    nearest = table["index"].map(lambda x: min(abs(x - end) for end in inner))
    pd.testing.assert_series_equal(table["margin"], nearest, check_names=False)


def test_the_file_is_hashed_in_run_json(study, tmp_path):
    assert command("run", study, "-o", tmp_path / "out").code == 0
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    content = (study.parent / "board.geojson").read_bytes()
    assert record["inputs"]["board.geojson"] == hashlib.sha256(content).hexdigest()
    assert "geopandas" in record["versions"]
    assert (tmp_path / "out" / "figures" / "maps.svg").exists()
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Units of the study, by group" in page


def test_a_shapefile_is_hashed_with_its_companions(tmp_path):
    path = write_study(tmp_path, study=MAPPED.replace("board.geojson", "board.shp"))
    written(board(), tmp_path / "board.shp")
    inputs = rm.run(rm.Study.load(path)).provenance.inputs
    assert {"board.shp", "board.dbf", "board.shx", "board.prj"} <= set(inputs)


def test_codes_of_the_panel_join(tmp_path):
    rows = PANEL.splitlines()
    codes = {name: f"{place:02d}" for place, name in enumerate(CITIES)}
    panel = "\n".join([f"{rows[0]},fips", *(f"{r},{codes[r.split(',')[0]]}" for r in rows[1:])])
    text = MAPPED.replace("boundaries =", 'code = "fips"\nboundaries =')
    path = write_study(tmp_path, study=text, panel=panel)
    shapes = board()
    written(shapes.assign(name="x"), tmp_path / "board.geojson")
    found = rm.run(rm.Study.load(path)).boundaries
    assert found.column == "code"
    assert found.unmatched == ()
    with pytest.raises(DataError, match="fps"):
        rm.run(rm.Study.load(path, ("data.code=fps",)))


def test_problems_of_boundaries_come_with_the_others(study):
    said = command("check", study, "--set", "data.boundaries=none.geojson")
    assert said.code == 1
    assert "none.geojson" in said.text


@pytest.mark.parametrize("key", ["present.maps.style=round", "present.maps.method=magic",
                                 "present.width=10", "present.maps.classes=0"])  # fmt: skip
def test_unknown_choices_are_refused(study, key):
    with pytest.raises(StudyError):
        rm.Study.load(study, (key,))


def test_periods_to_map_and_limits(study):
    keys = ("present.maps.periods=[2009, 2011]", "present.maps.breaks=[0.3, 0.6]")
    result = rm.run(rm.Study.load(study, keys))
    assert set(tables(result)["map_classes"]["period"]) == {2009, 2011}
    panels = figures(result, "en")["maps"].axes[0].child_axes
    assert [p.get_title()[-4:] for p in panels] == ["2009", "2011"]


@pytest.mark.parametrize(("key", "said"), [
    ("present.maps.periods=[1999]", "1999"), ("present.maps.breaks=[0.5, 0.2]", "rising"),
    ("present.maps.style=cn", "style cn"),
])  # fmt: skip
def test_what_cannot_be_mapped_is_refused_before_anything_is_computed(study, key, said):
    with pytest.raises(StudyError, match=said):
        rm.run(rm.Study.load(study, (key,)))


def test_keys_of_maps_without_boundaries_are_doubted(tmp_path):
    keys = ('data.code="region"', "present.maps.classes=3", 'data.boundaries_key="x"')
    found = rm.run(rm.Study.load(write_study(tmp_path), keys)).findings
    unused = {p.where["key"] for p in found if p.key == "key-unused"}
    assert unused == {"data.code", "present.maps", "data.boundaries_key"}


def test_scores_that_cannot_be_compared_are_mapped_for_the_last_period(study):
    keys = ("weigh.scope=per-period", "analyze.growth=false")
    result = rm.run(rm.Study.load(study, keys))
    assert set(tables(result)["map_classes"]["period"]) == {2011}


def test_width_of_figures(study):
    for width in (80, 183):
        drawn = figures(rm.run(rm.Study.load(study, (f"present.width={width}",))), "en")
        for figure in drawn.values():
            assert figure.get_figwidth() * 25.4 == pytest.approx(width)


def test_neighbours_by_borders(tmp_path):
    pytest.importorskip("esda")
    path = write_study(tmp_path, study=MAPPED)
    written(board(), tmp_path / "board.geojson")
    counts = {}
    for rule in ("queen", "rook"):
        keys = ("analyze.spatial=true", f"spatial.rule={rule}", "spatial.permutations=19")
        result = rm.run(rm.Study.load(path, keys))
        assert result.space.weights.islands == ()
        counts[rule] = int((result.space.weights.matrix > 0).sum())
    assert counts == {"queen": 22, "rook": 14}  # seven borders and four corners of a 3 x 2 board
    drawn = figures(result, "en")
    texts = [t.get_text() for t in drawn["cluster_map"].axes[0].get_legend().get_texts()]
    assert sum(int(t.split("(")[1].strip(")")) for t in texts if "(" in t) == 6


def test_neighbours_by_borders_need_every_shape(study, tmp_path):
    keys = ("analyze.spatial=true", "spatial.rule=queen")
    with pytest.raises(MethodError, match="Fohe"):
        rm.run(rm.Study.load(study, keys))
    bare = write_study(tmp_path)
    with pytest.raises(MethodError, match="boundaries"):
        rm.run(rm.Study.load(bare, keys))


def test_tiles_need_no_boundaries(tmp_path):
    path = write_study(tmp_path, study=MAPPED.replace("board.geojson", "tiles"))
    result = rm.run(rm.Study.load(path))
    assert result.provenance.inputs.keys() == {"panel.csv", "indicators.csv"}
    assert "maps" in figures(result, "zh")


def test_a_large_figure_is_a_picture_in_the_page(result):
    figure = figures(result, "en")["maps"]
    assert source_of(figure, b"x" * (LARGEST + 1)).startswith("data:image/png;base64,")
    assert source_of(figure, b"<svg/>").startswith("data:image/svg+xml,")
    assert short_numbers(b'<path d="M 1.239 -2.5"/>') == b'<path d="M 1.23 -2.5"/>'


def test_one_figure_by_name(result):
    ax = rm.plot_figure(result, "sample_map")
    assert ax.get_legend() is not None
    with pytest.raises(MethodError, match="no figure mpas"):
        rm.plot_figure(result, "mpas")

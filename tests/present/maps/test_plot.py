"""Maps: artists carry the data, classes are shared by panels, and the inset covers nothing."""

from __future__ import annotations

from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from tests.shapes import CITIES, panel_of

pytest.importorskip("geopandas")
import shapely

from resilmeter.errors import MethodError
from resilmeter.present.drawing import drawing
from resilmeter.present.maps.choices import MapChoices
from resilmeter.present.maps.furniture import class_colours, wrapped
from resilmeter.present.maps.plot import plot_categories, plot_map, plot_maps
from resilmeter.present.maps.projection import ALBERS, projection_of
from resilmeter.present.maps.sheet import SHEETS, sheet_of
from resilmeter.read import tile_boundaries

STUDIED = CITIES[:4]
THREE = MapChoices(classes=3)


def values(*rows):
    """One row a period, by unit."""
    table = pd.DataFrame(list(rows), index=range(2009, 2009 + len(rows)), columns=list(STUDIED))
    return table.rename_axis("period").T.rename_axis("unit").stack()


def artist(ax, label):
    return next(c for c in ax.collections if c.get_label() == label)


def colours(ax):
    return [tuple(c) for c in artist(ax, "units").get_facecolor()]


def labels(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_units_have_the_colours_of_their_classes(squares):
    ax = plot_map(values([1.0, 2.0, 3.0, 1.0]), squares, choices=THREE)
    low, middle, high = (to_rgba(c) for c in class_colours(3))
    assert colours(ax) == [low, middle, high, low]
    assert len(labels(ax)) == 4
    assert labels(ax)[-1] == "not studied / no data"


def test_what_is_not_studied_is_grey_and_hatched(squares):
    ax = plot_map(values([1.0, 2.0, 3.0, 1.0]), squares)
    grey = artist(ax, "not studied")
    assert len(grey.get_paths()) == 2
    assert grey.get_hatch()
    patch = ax.get_legend().get_patches()[-1]
    assert patch.get_hatch() == grey.get_hatch()


def test_a_unit_without_a_value_is_drawn_as_no_data(squares):
    given = values([1.0, 2.0, 3.0, 1.0]).drop("Ahe", level="unit")
    ax = plot_map(given, squares)
    assert len(artist(ax, "not studied").get_paths()) == 3
    assert len(artist(ax, "units").get_paths()) == 3


def test_a_path_is_the_shape_on_the_projection(squares):
    ax = plot_map(values([1.0, 2.0, 3.0, 1.0]), squares)
    path = artist(ax, "units").get_paths()[0]
    area = shapely.Polygon(path.vertices).area
    parameters = projection_of(squares).parameters
    true = squares.studied.to_crs(parameters).area["Ahe"]
    assert area == pytest.approx(true, rel=1e-9)
    assert parameters.startswith("+proj=laea +lon_0=11.5 +lat_0=51.0")


def test_panels_share_classes_of_all_periods(squares):
    ax = plot_maps(values([1, 1, 2, 2], [2, 2, 3, 3], [9, 9, 9, 9.0]), squares, choices=THREE)
    assert [p.get_title() for p in ax.child_axes] == ["(a) 2009", "(b) 2010", "(c) 2011"]
    first, second, third = (colours(p) for p in ax.child_axes)
    assert first[2:] == second[:2]  # equal values, equal colours
    assert len(set(third)) == 1
    assert third[0] == to_rgba(class_colours(3)[-1])
    pooled = plot_map(values([1, 1, 2, 2], [2, 2, 3, 3], [9, 9, 9, 9.0]), squares, period=2010,
                      choices=THREE)  # fmt: skip
    assert colours(pooled) == second


def test_one_collection_of_units_a_panel(squares):
    ax = plot_maps(values([1, 1, 2, 2], [2, 2, 3, 3.0]), squares)
    for panel in ax.child_axes:
        assert [c.get_label() for c in panel.collections] == ["not studied", "units"]


def test_the_source_line_names_the_units_without_a_shape(squares):
    lacking = replace(squares, unmatched=tuple(f"U{n}" for n in range(12)))
    said = plot_map(values([1.0, 2, 3, 4]), lacking).get_xlabel().replace("\n", " ")
    assert "12 units have no shape here: U0, U1, U2, U3, U4, U5, U6, U7, …." in said
    assert "no shape" not in plot_map(values([1.0, 2, 3, 4]), squares).get_xlabel()


def test_the_source_line_names_source_projection_and_approval(squares):
    said = plot_map(values([1.0, 2, 3, 4]), squares).get_xlabel().replace("\n", " ")
    assert "board.geojson" in said
    assert "around 11.5° E, 51° N" in said
    assert "Map approval" in said
    chinese = plot_map(values([1.0, 2, 3, 4]), squares, language="zh").get_xlabel()
    assert "审图号" in chinese
    assert "GS" not in chinese


def test_the_scale_bar_has_the_length_it_says(squares):
    ax = plot_map(values([1.0, 2, 3, 4]), squares)
    bar = next(line for line in ax.lines if line.get_label() == "scale bar")
    (text,) = [t.get_text() for t in ax.texts]
    assert np.ptp(bar.get_xdata()) == pytest.approx(1000 * float(text.removesuffix(" km")))


def test_categories_in_their_order_with_counts(squares):
    named = pd.Categorical(["b", "a", "b", "b"], ["a", "b", "c"], ordered=True)
    paint = {"a": "#ff0000", "b": "#00ff00", "c": "#0000ff"}
    ax = plot_categories(pd.Series(named, list(STUDIED)), squares, colours=paint)
    assert labels(ax) == ["a (1)", "b (3)", "c (0)", "not studied / no data"]
    assert colours(ax) == [to_rgba(paint[x]) for x in "babb"]
    plain = plot_categories(pd.Series(["z", "y", "z", "z"], list(STUDIED)), squares)
    assert labels(plain)[:2] == ["z (3)", "y (1)"]


def test_too_many_categories_are_refused(squares):
    many = pd.Series([str(n) for n in range(9)], [f"u{n}" for n in range(9)])
    with pytest.raises(MethodError, match="at most 8"):
        plot_categories(many, squares)


def test_unknown_periods_and_styles_are_refused(squares):
    given = values([1.0, 2, 3, 4])
    with pytest.raises(MethodError, match="2050"):
        plot_map(given, squares, period=2050)
    with pytest.raises(MethodError, match="style cn"):
        plot_map(given, squares, choices=MapChoices(style="cn"))


def test_tiles_have_no_scale_and_no_projection():
    panel = panel_of(STUDIED, [2009])
    ax = plot_map(values([1.0, 2, 3, 4]), tile_boundaries(panel))
    assert len(colours(ax)) == 4
    assert list(ax.lines) == []
    assert "tile" in ax.get_xlabel()


def test_a_sheet_is_prepared_once(squares):
    before = sheet_of(squares, "auto", 200.0)
    assert sheet_of(squares, "auto", 190.0) is before
    assert sheet_of(squares, "plain", 200.0) is not before
    assert len(SHEETS[squares]) >= 2


@pytest.mark.parametrize("ems", [4.0, 7.0, 12.0])
def test_no_line_begins_with_a_closing_mark(ems):
    text = "边界数据：Tianditu。投影：阿尔伯斯，25°N、47°N，105°E。审图号"
    lines = wrapped(text, ems).split("\n")
    assert "".join(lines) == text
    assert len(lines) > 1
    assert all(line[0] not in "，。、：" for line in lines)


def test_nothing_global_is_changed_and_given_axes_are_used(squares):
    before = dict(mpl.rcParams)
    ax = Figure().add_subplot()
    assert plot_map(values([1.0, 2, 3, 4]), squares, ax=ax) is ax
    assert dict(mpl.rcParams) == before


def test_light_falls_from_class_to_class():
    for count in range(2, 10):
        red, green, blue = np.array([to_rgba(c)[:3] for c in class_colours(count)]).T
        assert (np.diff(0.2126 * red + 0.7152 * green + 0.0722 * blue) < 0).all()


# --- China --------------------------------------------------------------------------------------
def of_china(china):
    return pd.Series(np.arange(float(len(china.units))), list(china.units))


def test_the_whole_country_is_on_albers_with_provinces_outlined(china):
    ax = plot_map(of_china(china), china)
    assert projection_of(china).parameters == ALBERS
    assert len(artist(ax, "units").get_paths()) == 31
    assert len(artist(ax, "not studied").get_paths()) == 3  # Taiwan, Hong Kong and Macao: no data
    assert len(artist(ax, "regions").get_paths()) == 34


@pytest.mark.parametrize("points", [90.0, 200.0, 450.0])
def test_the_inset_covers_no_feature(china, points):
    sheet = sheet_of(china, "cn", points)
    box = shapely.box(*sheet.inset)
    assert not shapely.intersects(sheet.shapes, box).any()
    assert shapely.box(*sheet.window).contains(box)
    dots = shapely.intersection(sheet.shapes, shapely.box(*sheet.sea_window))
    assert (~shapely.is_empty(dots)).sum() > 5  # coast, islands and the line of nine dashes


def test_the_inset_is_drawn_where_it_was_found(china):
    ax = plot_map(of_china(china), china)
    figure = ax.figure
    with drawing():
        figure.draw_without_rendering()
    (sea,) = ax.child_axes
    x0, y0, x1, y1 = sheet_of(china, "auto", 453.6).inset
    corners = ax.transData.inverted().transform(sea.get_window_extent().get_points())
    size = x1 - x0
    np.testing.assert_allclose(corners.ravel(), [x0, y0, x1, y1], atol=0.05 * size)
    assert artist(sea, "lines").get_paths()


def test_a_part_of_the_country_has_no_inset(china):
    from resilmeter.read import read_boundaries

    few = read_boundaries("china", panel_of(["湖北", "湖南", "江西"]))
    ax = plot_map(pd.Series([1.0, 2.0, 3.0], ["湖北", "湖南", "江西"]), few)
    assert ax.child_axes == []
    whole = plot_map(pd.Series([1.0, 2.0, 3.0], ["湖北", "湖南", "江西"]), few,
                     choices=MapChoices(style="cn"))  # fmt: skip
    assert len(whole.child_axes) == 1


def test_the_smallest_islands_of_the_seas_stay(china):
    from resilmeter.present.maps.projection import KEPT_SEAS

    sheet = sheet_of(china, "cn", 90.0)
    degrees = china.frame.geometry
    for sea in KEPT_SEAS:
        there = shapely.get_parts(degrees.clip_by_rect(*sea).to_numpy())
        assert len(there) > 0
    found = shapely.get_parts(shapely.intersection(sheet.shapes, shapely.box(*sheet.sea_window)))
    assert len(found) > 50

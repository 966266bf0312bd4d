"""Where units are drawn: rings the way Vega fills them, tiles group by group."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.studies import PANEL, with_rows

from resilmeter.present.explorer import layout

# A unit square, counter-clockwise as GeoJSON (RFC 7946) wants it, and a hole the other way.
SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
HOLE = [[0.2, 0.2], [0.2, 0.4], [0.4, 0.4], [0.4, 0.2], [0.2, 0.2]]


def shape(geometry, unit="A", **more):
    feature = {"type": "Feature", "properties": {"unit": unit, **more}, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [feature]}


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def area(ring):
    """Twice the area by the shoelace formula: negative where the ring runs clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


@pytest.mark.parametrize("outer", [SQUARE, SQUARE[::-1]])
@pytest.mark.parametrize("hole", [HOLE, HOLE[::-1]])
def test_exterior_runs_clockwise_and_holes_do_not(outer, hole):
    (feature,) = layout.clockwise(shape(polygon(outer, hole)))["features"]
    exterior, inner = feature["geometry"]["coordinates"]
    assert area(exterior) < 0 < area(inner)
    assert sorted(map(tuple, exterior)) == sorted(map(tuple, outer))


def test_every_part_of_a_multipolygon_is_turned():
    far = [[x + 5, y] for x, y in SQUARE]
    given = {"type": "MultiPolygon", "coordinates": [[SQUARE], [far[::-1]]]}
    (feature,) = layout.clockwise(shape(given))["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert [area(part[0]) < 0 for part in feature["geometry"]["coordinates"]] == [True, True]


def test_other_properties_and_heights_are_left_behind():
    high = [[*point, 7] for point in SQUARE]
    (feature,) = layout.clockwise(shape(polygon(high), secret="x"))["features"]
    assert feature["properties"] == {"unit": "A"}
    assert {len(point) for point in feature["geometry"]["coordinates"][0]} == {2}


def test_projection_follows_the_place():
    china = shape(polygon([[75, 20], [135, 20], [135, 50], [75, 50], [75, 20]]))
    assert layout.projection(china) == {
        "type": "conicEqualArea", "parallels": [25.0, 45.0], "rotate": [-105.0, 0],
    }  # fmt: skip
    world = shape(polygon([[-170, -50], [170, -50], [170, 70], [-170, -50]]))
    assert layout.projection(world) == {"type": "equalEarth"}
    metres = shape(polygon([[1e6, 0], [2e6, 0], [2e6, 1e6], [1e6, 0]]))
    assert layout.projection(metres)["type"] == "identity"


def test_tiles_stand_group_by_group_best_first(tiny_result):
    found = layout.tiles(tiny_result)
    names = [feature["properties"]["unit"] for feature in found.shapes["features"]]
    groups = tiny_result.panel.groups
    assert [groups[name] for name in names] == ["North"] * 3 + ["South"] * 3
    mean = tiny_result.scores.ranks.groupby(level="unit").mean()
    for own in (names[:3], names[3:]):
        assert [mean[name] for name in own] == sorted(mean[name] for name in own)
    assert [heading["group"] for heading in found.headings] == [0, 1]


def test_tiles_are_clockwise_and_do_not_touch(tiny_result):
    shapes = layout.tiles(tiny_result).shapes
    rings = [feature["geometry"]["coordinates"][0] for feature in shapes["features"]]
    assert all(area(ring) < 0 for ring in rings)
    boxes = [
        (min(x), max(x), min(y), max(y)) for x, y in (zip(*ring, strict=True) for ring in rings)
    ]
    for n, (left, right, low, high) in enumerate(boxes):
        for left_, right_, low_, high_ in boxes[n + 1 :]:
            assert right < left_ or right_ < left or high < low_ or high_ < low


def test_too_many_units_have_no_tiles(tiny_result, monkeypatch):
    monkeypatch.setattr(layout, "MOST_TILES", 5)
    assert layout.tiles(tiny_result) is None


def test_one_unit_without_groups(run_tiny):
    result = run_tiny("data.group=", "analyze.gaps=false", panel=with_rows(PANEL, "Ahe"))
    found = layout.tiles(result)
    assert len(found.shapes["features"]) == 1
    assert found.headings == []
    assert found.high == 1.3  # no room for headings that are not there

"""Three figures beside pictures that were looked at; all else is asserted on artists.

After a change that is meant, delete the picture, run the test, look at what it wrote, commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.testing.compare import compare_images

from resilmeter.present.drawing import drawing
from resilmeter.present.figures.draw import figures

BASELINES = Path(__file__).parent / "baselines"
# Root mean square of 255 steps of grey: above the smoothing of edges, below a moved line.
TOLERANCE = 3.0


@pytest.fixture(scope="module")
def drawn(tiny_result):
    return figures(tiny_result, "en")


@pytest.mark.parametrize("name", ["index_growth", "gap_heat", "waterfall"])
def test_a_figure_looks_as_it_was_reviewed(drawn, tmp_path, name):
    found, expected = tmp_path / f"{name}.png", BASELINES / f"{name}.png"
    with drawing():
        drawn[name].savefig(found, dpi=72, metadata={"Software": None})
    if not expected.exists():
        BASELINES.mkdir(exist_ok=True)
        expected.write_bytes(found.read_bytes())
        pytest.fail(f"{expected.name} was not there and is written now: look at it, commit it")
    assert compare_images(str(expected), str(found), TOLERANCE) is None


def test_a_bar_that_is_a_tenth_too_low_is_seen(tiny_result, tmp_path):
    figure = figures(tiny_result, "en")["index_growth"]
    bar = figure.axes[0].patches[0]
    bar.set_height(0.9 * bar.get_height())
    found = tmp_path / "moved.png"
    with drawing():
        figure.savefig(found, dpi=72, metadata={"Software": None})
    assert compare_images(str(BASELINES / "index_growth.png"), str(found), TOLERANCE) is not None

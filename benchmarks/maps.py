"""Measure maps: four panels of all prefectures of China, from reading to a file.

Run with ``make bench``; needs the extra `china`. The aim is 8 s on two cores.
"""

from __future__ import annotations

import io
import json
import time

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import resilmeter as rm
from resilmeter.framework import Framework, Indicator
from resilmeter.panel import Panel
from resilmeter.present.drawing import drawing
from resilmeter.read.boundaries.china import layer

LIMIT = 8.0
PERIODS = (2009, 2014, 2018, 2023)


def panel() -> Panel:
    """All prefectures with a made-up value in four years."""
    places = layer("city")
    units = places["name"][places["adcode"].str.endswith("00")]
    rows = pd.MultiIndex.from_product([units, PERIODS], names=["unit", "period"])
    values = pd.DataFrame({"x": np.random.default_rng(1).gamma(4, size=len(rows))}, rows)
    one = Indicator(code="x", name="x", dimension="D", direction="higher")
    status = pd.DataFrame(0, rows, values.columns)
    others = pd.DataFrame(index=rows)
    return Panel(framework=Framework((one,)), values=values, status=status, others=others)


def main() -> None:
    """Print seconds of each step."""
    begin = time.perf_counter()
    given = panel()
    shapes = rm.read_boundaries("china", given)
    read = time.perf_counter()
    figure = Figure(figsize=(183 / 25.4, 6.0), layout="constrained")
    FigureCanvasAgg(figure)
    rm.plot_maps(given.values["x"], shapes, ax=figure.add_subplot())
    drawn = time.perf_counter()
    with drawing():
        for kind in ("png", "svg", "pdf"):
            figure.savefig(io.BytesIO(), format=kind)
    saved = time.perf_counter()
    size = len(json.dumps(shapes.features()))
    print(f"{len(shapes.units)} prefectures, four panels: read {read - begin:.1f} s,")
    print(f"draw {drawn - read:.1f} s, write PNG, SVG and PDF {saved - drawn:.1f} s,")
    print(f"together {saved - begin:.1f} s (aim {LIMIT:.0f} s); features {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()

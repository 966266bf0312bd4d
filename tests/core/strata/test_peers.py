"""Breaks are those of mapclassify, which is no dependency: its import takes seconds."""

import warnings

import numpy as np
import pytest

from resilmeter.core.strata import discretize, head_tail

CLASSES = {"natural": "FisherJenks", "quantile": "Quantiles", "equal": "EqualInterval"}


@pytest.fixture(scope="module")
def mapclassify():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends numba
        return pytest.importorskip("mapclassify")


@pytest.mark.parametrize("method", CLASSES)
@pytest.mark.parametrize("k", [3, 5, 7])
def test_breaks_are_those_of_mapclassify(mapclassify, method, k):
    values = np.random.default_rng(k).random(200) ** 1.5
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = getattr(mapclassify, CLASSES[method])(values, k=k).bins
    # natural breaks are values of the sample in both; the others are one addition each
    assert discretize(values, method, k).breaks[1:] == pytest.approx(expected, rel=1e-12)


def test_head_tail_breaks_begin_as_those_of_mapclassify(mapclassify):
    """Ours stop where the head is no minority; theirs go on until one value is left."""
    values = np.random.default_rng(1).lognormal(size=200)
    ours = head_tail(values).breaks[1:-1]
    assert ours == pytest.approx(mapclassify.HeadTailBreaks(values).bins[: ours.size], rel=1e-12)

"""Sobol indices through our plumbing: the analytic values of the Ishigami function."""

import builtins

import numpy as np
import pandas as pd
import pytest

from resilmeter.analyze.sensitivity import sobol_indices, sobol_points
from resilmeter.errors import MethodError, StudyError

NAMES = ("x1", "x2", "x3")


@pytest.fixture(autouse=True)
def salib():
    pytest.importorskip("SALib")


def test_ishigami(oracle):
    """sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]^3; 2^13 points as the oracle notes."""
    known = oracle("sensitivity_ishigami.json")
    x1, x2, x3 = (2 * np.pi * sobol_points(3, 2**13, 1) - np.pi).T
    y = np.sin(x1) + known["a"] * np.sin(x2) ** 2 + known["b"] * x3**4 * np.sin(x1)
    found = sobol_indices({("y", ""): y}, NAMES, 1)
    assert found["first"].to_numpy() == pytest.approx(known["S1"], abs=1e-2)
    assert found["total"].to_numpy() == pytest.approx(known["ST"], abs=1e-2)
    for name in ("first", "total"):
        assert (found[f"{name}_low"] <= found[name]).all()
        assert (found[name] <= found[f"{name}_high"]).all()


def test_choices_by_hand():
    """y = 2 a + b of two fair coins: variances 4/4 and 1/4, so the shares are 4/5 and 1/5."""
    coins = sobol_points(2, 2**10, 1) >= 0.5
    y = 2.0 * coins[:, 0] + coins[:, 1]
    found = sobol_indices({("y", ""): y}, ("a", "b"), 1)
    # The sample puts half of its points on each side; what is left is its pairing.
    assert found["first"].to_numpy() == pytest.approx([0.8, 0.2], abs=0.02)
    assert found["total"].to_numpy() == pytest.approx([0.8, 0.2], abs=0.02)


def test_the_same_seed_gives_the_same_numbers():
    y = sobol_points(3, 64, 5)[:, 0] ** 2
    pair = [sobol_indices({("y", ""): y}, NAMES, 5) for _ in range(2)]
    pd.testing.assert_frame_equal(*pair)


def test_an_output_that_does_not_vary_is_blank():
    flat = np.ones(64 * 5)
    found = sobol_indices({("rank", "Wuhan"): flat}, NAMES, 1)
    assert found[["first", "total", "first_low"]].isna().all(axis=None)
    assert found["unit"].eq("Wuhan").all()


@pytest.mark.parametrize(("count", "size"), [(1, 64), (3, 100), (3, 1)])
def test_samples_that_saltelli_cannot_use_are_refused(count, size):
    with pytest.raises(MethodError, match="Sobol indices need"):
        sobol_points(count, size, 1)


def test_a_missing_extra_is_named(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("SALib"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(StudyError, match=r"resilmeter\[robust\]"):
        sobol_points(3, 64, 1)

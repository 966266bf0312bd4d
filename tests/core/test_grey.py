"""The grey model GM(1,1)."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.grey import GreyModel, grey_model
from resilmeter.errors import MethodError

# Small least-squares systems and exponentials in double precision.
ROUNDING = 1e-8

series = st.lists(st.integers(50, 100), min_size=4, max_size=12).filter(lambda v: len(set(v)) > 1)


def by_the_formula(x, ahead):
    """Coefficients and values with the sums, matrix and response of the textbook."""
    x = np.asarray(x, float)
    s = np.cumsum(x)
    z = 0.5 * (s[1:] + s[:-1])
    design = np.column_stack([-z, np.ones(z.size)])
    a, b = np.linalg.inv(design.T @ design) @ design.T @ x[1:]
    k = np.arange(x.size + ahead)
    response = (x[0] - b / a) * np.exp(-a * k) + b / a
    return a, b, np.diff(response, prepend=0)


def test_a_textbook_series():
    x = [2.874, 3.278, 3.337, 3.390, 3.679]
    model = grey_model(x)
    a, b, values = by_the_formula(x, 2)
    assert (model.development, model.input) == pytest.approx((a, b), abs=ROUNDING)
    assert model.fitted == pytest.approx(values[:5], abs=ROUNDING)
    assert model.ahead(2) == pytest.approx(values[5:], abs=ROUNDING)
    # worked example of the Chinese textbooks: a = -.0372, b = 3.06536, to four digits
    assert model.development == pytest.approx(-0.0372, abs=0.00005)
    assert model.input == pytest.approx(3.0654, abs=0.00005)


@given(series)
def test_fit_and_posterior_numbers_are_those_of_the_formula(x):
    model = grey_model(x)
    residuals = np.array(x) - model.fitted
    deviation = np.std(x)
    assert model.posterior_ratio == pytest.approx(residuals.std() / deviation, abs=ROUNDING)
    small = np.abs(residuals - residuals.mean()) < 0.6745 * deviation
    assert model.small_errors == pytest.approx(small.mean(), abs=ROUNDING)
    assert model.fitted[0] == x[0]
    if abs(model.development) > 1e-6:
        _, _, values = by_the_formula(x, 1)
        # b / a cancels where a is small
        assert model.fitted == pytest.approx(values[:-1], rel=1e-6)


@given(x=series, factor=st.integers(2, 100))
def test_the_unit_does_not_matter(x, factor):
    one, other = grey_model(x), grey_model([factor * v for v in x])
    assert other.ahead(2) == pytest.approx(factor * one.ahead(2), rel=1e-6)
    assert other.development == pytest.approx(one.development, abs=ROUNDING)
    assert other.grade == one.grade


def test_steady_growth_is_nearly_continued():
    x = 100 * 1.05 ** np.arange(8)
    model = grey_model(x)
    assert model.grade == 1
    assert model.reason is None
    # GM(1,1) takes (1 + r / 2) / (1 - r / 2) for exp(r): .01 % off at 5 %
    assert model.ahead(1) == pytest.approx([100 * 1.05**8], rel=1e-3)


def test_no_growth_after_the_first_value_does_not_divide_by_zero():
    model = grey_model([90.0, 100.0, 100.0, 100.0, 100.0])
    assert model.ahead(2) == pytest.approx([100, 100], abs=ROUNDING)


def test_level_ratios_outside_the_band_are_told_and_the_model_is_fitted():
    model = grey_model([1.0, 5.0, 6.0, 6.5])
    assert isinstance(model, GreyModel)
    assert model.band == pytest.approx((exp(-2 / 5), exp(2 / 5)))
    assert model.ratios == pytest.approx([0.2, 5 / 6, 6 / 6.5])
    assert "1 of 3 level ratios lie outside 0.6703 to 1.492" in str(model.reason)


@pytest.mark.parametrize(
    ("x", "key"),
    [([1.0, 2.0, 3.0], "na-few-periods"), ([1.0, 0.0, 2.0, 3.0], "na-not-positive"),
     ([-1.0, 1.0, 2.0, 3.0], "na-not-positive"), ([2.0] * 5, "na-all-equal")],
)  # fmt: skip
def test_series_that_no_model_fits_are_told(x, key):
    reason = grey_model(x)
    assert reason.key == key
    assert reason.level == "doubt"


def test_missing_values_are_refused():
    with pytest.raises(MethodError, match="1 values are missing"):
        grey_model([1.0, np.nan, 2.0, 3.0])

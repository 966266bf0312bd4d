"""Natural breaks beside every partition there is."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resilmeter.core.strata import discretize, equal, natural, natural_breaks
from resilmeter.errors import MethodError

ROUNDING = 1e-9  # of sums of up to 12 squares below 100^2


def within(x, codes):
    """Sum of squared distances from the class means."""
    return sum(((x[codes == h] - x[codes == h].mean()) ** 2).sum() for h in np.unique(codes))


def least_by_trying_all(x, k):
    distinct = np.unique(x)
    least = np.inf
    for ends in combinations(range(1, distinct.size), k - 1):
        codes = np.searchsorted(distinct[list(ends)], x, side="right")
        least = min(least, within(x, codes))
    return least


def test_two_clear_gaps():
    found = natural([1, 2, 3, 11, 12, 13, 31, 33], 3)
    assert found.breaks.tolist() == [1, 3, 13, 33]
    assert found.sizes.tolist() == [3, 3, 2]


@given(st.lists(st.integers(0, 99), min_size=2, max_size=11), st.integers(2, 5))
def test_no_partition_leaves_less_variance(values, k):
    x = np.array(values, dtype=float)
    assume(np.unique(x).size >= k)
    found = natural(x, k)
    assert found.count == k
    assert within(x, found.codes) == pytest.approx(least_by_trying_all(x, k), abs=ROUNDING)


def test_all_numbers_of_classes_at_once_are_those_found_one_by_one():
    x = np.random.default_rng(3).lognormal(size=500)
    for k, breaks in enumerate(natural_breaks(x, 8), start=2):
        assert breaks.tolist() == natural(x, k).breaks.tolist()


@pytest.mark.parametrize("n", [40, 333])
def test_halving_agrees_with_the_full_search(n):
    """The plain dynamic programme, every start tried for every end."""
    x = np.sort(np.random.default_rng(n).normal(size=n))
    sums, squares = (np.concatenate(([0.0], np.cumsum(v))) for v in (x, x * x))
    size = np.arange(n + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = (squares - squares[:, None]) - (sums - sums[:, None]) ** 2 / (size - size[:, None])
    cost = np.where(size[:, None] < size, cost, np.inf)
    best = cost[0]
    for k in range(2, 7):
        best = np.min(best[:, None] + cost, axis=0)
        assert within(x, natural(x, k).codes) == pytest.approx(best[-1], abs=1e-10)


@given(st.lists(st.integers(-50, 50), min_size=6, max_size=40), st.integers(2, 5))
def test_never_worse_than_equal_intervals_or_quantiles(values, k):
    x = np.array(values, dtype=float)
    assume(np.unique(x).size >= k)
    least = within(x, natural(x, k).codes)
    for method in ("equal", "quantile"):
        try:
            other = discretize(x, method, k)
        except MethodError:
            continue
        assert least <= within(x, other.codes) + ROUNDING


def test_a_large_constant_costs_no_digits():
    x = np.random.default_rng(5).integers(0, 1000, 300) / 8
    assert natural(x + 2**40, 5).codes.tolist() == natural(x, 5).codes.tolist()


def test_equal_values_are_never_parted():
    x = np.repeat([1.0, 2.0, 3.0], [50, 1, 50])
    assert set(zip(x, natural(x, 3).codes.tolist(), strict=True)) == {(1, 0), (2, 1), (3, 2)}
    assert natural(x, 2).sizes.max() == 51


def test_too_few_distinct_values_are_refused_by_name():
    with pytest.raises(MethodError, match=r"natural: 4 classes were asked for, .* 3 distinct"):
        natural_breaks([1, 2, 3, 3], 4)
    assert equal([1, 2, 3], 3).count == 3

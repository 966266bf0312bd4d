"""Kernel densities with their bandwidth, and reflection at the ends of a support."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from resilmeter.core.bandwidth import sheather_jones, silverman
from resilmeter.core.density import kernel_density
from resilmeter.errors import MethodError

scores = st.lists(st.integers(0, 100), min_size=3, max_size=25, unique=True).map(
    lambda numbers: np.array(numbers) / 100
)


@given(scores)
def test_without_a_support_it_is_scipys_density(x):
    found = kernel_density(x, bandwidth=0.05)
    other = stats.gaussian_kde(x, bw_method=0.05 / x.std(ddof=1))(found.points)
    assert found.density == pytest.approx(other, abs=1e-9)
    assert (found.bandwidth, found.rule) == (0.05, "given")


@given(x=scores, rule=st.sampled_from(["silverman", "sheather-jones"]))
def test_reflection_keeps_all_of_the_mass_inside(x, rule):
    found = kernel_density(x, bandwidth=rule, low=0, high=1, points=2001)
    mass = np.trapezoid(found.density, found.points)
    # one mirror image on each side: a bandwidth of half the support loses its tail twice over
    allowed = 2 * stats.norm.sf(1 / found.bandwidth) + 1e-4
    assert mass == pytest.approx(1, abs=allowed)
    assert found.points[[0, -1]].tolist() == [0, 1]


def test_without_reflection_mass_would_leak_out():
    x = np.array([0.0, 0.01, 0.02, 0.05])
    leaky, kept = kernel_density(x, bandwidth=0.02), kernel_density(x, bandwidth=0.02, low=0)
    inside = leaky.points >= 0
    assert np.trapezoid(leaky.density[inside], leaky.points[inside]) < 0.9
    assert np.trapezoid(kept.density, kept.points) == pytest.approx(1, abs=0.002)


def test_the_rule_and_its_bandwidth_are_returned():
    x = np.linspace(0.2, 0.8, 12) ** 2
    for name, rule in (("silverman", silverman), ("sheather-jones", sheather_jones)):
        found = kernel_density(x, bandwidth=name)
        assert (found.rule, found.bandwidth) == (name, rule(x))


def test_two_humps_are_found_where_they_are():
    x = [0.2, 0.21, 0.22, 0.7, 0.71, 0.72, 0.73]
    modes = kernel_density(x, bandwidth=0.05).modes
    # the middle of each hump, to a step of the grid
    assert modes == pytest.approx([0.21, 0.715], abs=0.002)


def test_a_hump_at_the_end_of_the_support_counts():
    found = kernel_density([0.0, 0.0, 0.01, 0.5], bandwidth=0.05, low=0, high=1)
    assert found.modes == pytest.approx([0, 0.5], abs=0.002)


@pytest.mark.parametrize(("values", "key"), [([0.3], "na-few-units"), ([0.3] * 4, "na-all-equal")])
def test_values_that_set_no_bandwidth_are_told(values, key):
    found = kernel_density(values)
    assert found.reason.key == key
    assert (found.bandwidth, found.points.size, found.modes.size) == (None, 0, 0)
    # with a bandwidth of the user's there is a density
    assert kernel_density(values, bandwidth=0.1).modes == pytest.approx([0.3], abs=0.002)


@pytest.mark.parametrize(
    ("choices", "text"),
    [({"low": 0.2}, "1 values lie outside the support 0.2 to inf"),
     ({"high": 0.2}, "2 values lie outside the support -inf to 0.2"),
     ({"bandwidth": 0}, "the bandwidth is 0; it must be positive"),
     ({"bandwidth": np.inf}, "the bandwidth is inf"),
     ({"bandwidth": "scott"}, "no choice 'scott' here. Allowed: silverman, sheather-jones"),
     ({"points": 1}, "1 is too few; at least 2")],
)  # fmt: skip
def test_bad_choices_are_refused(choices, text):
    with pytest.raises(MethodError, match=text):
        kernel_density([0.1, 0.5, 0.9], **choices)

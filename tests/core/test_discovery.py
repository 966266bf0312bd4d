"""p values adjusted for the rate of false discoveries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.discovery import adjusted_p
from resilmeter.errors import MethodError

# The 15 p values of the example of Benjamini and Hochberg (1995): at a rate of 5 % the first four
# are findings.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0000,
]  # fmt: skip
P = st.lists(st.integers(0, 1000).map(lambda n: n / 1000), min_size=1, max_size=12)


def by_definition(p):
    """Take, for each p, the least of m q / (number of values up to q) over values q from p on."""
    return [
        min(len(p) * q / sum(other <= q for other in p) for q in p if q >= value) for value in p
    ]


def test_the_example_of_the_paper_has_four_findings():
    assert (adjusted_p(PUBLISHED) <= 0.05).tolist() == [True] * 4 + [False] * 11


def test_three_by_hand():
    # in order .01 .04 .5: 3 x .01, 3 x .04 / 2, 3 x .5 / 3
    assert adjusted_p([0.04, 0.01, 0.5]) == pytest.approx([0.06, 0.03, 0.5], rel=1e-15)


@given(P)
def test_adjusted_values_follow_the_definition(p):
    found = adjusted_p(p)
    assert found == pytest.approx(by_definition(p), abs=1e-15)
    assert (found >= np.array(p) - 1e-15).all()
    assert found.max() <= 1


@pytest.mark.parametrize("bad", [[0.5, 1.2], [-0.1], [float("nan")], [[0.5]]])
def test_what_is_no_p_value_is_refused(bad):
    with pytest.raises(MethodError, match="p values from 0 to 1"):
        adjusted_p(bad)

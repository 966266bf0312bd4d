"""Coupling coordination in its two forms."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.coupling import FORMS, coupling_coordination
from resilmeter.errors import MethodError

# Roots and quotients of a few numbers of size 1 in double precision.
ROUNDING = 1e-9
EQUAL = np.full(3, 1 / 3)

systems = arrays(np.int64, (4, 3), elements=st.integers(0, 20)).map(lambda x: x / 20)


def corrected(u):
    """Wang's corrected degree of one row, term by term."""
    n, top = len(u), max(u)
    apart = sum(abs(a - b) for i, a in enumerate(u) for b in u[:i]) / (n * (n - 1) / 2)
    product = 1.0
    for a in u:
        product *= a / top
    return sqrt((1 - apart) * product ** (1 / (n - 1)))


def test_oracle_of_mathmodels(oracle):
    case = oracle("coupling_coordination.json")
    found = coupling_coordination(case["z"], case["w"])
    # typed to 10 decimals
    assert found.coupling == pytest.approx(case["C"], abs=1e-10)
    assert found.level == pytest.approx(case["T"], abs=1e-10)
    assert found.coordination == pytest.approx(case["D"], abs=1e-10)


def test_corrected_form_by_hand():
    # two systems: sqrt((1 - .4) .4 / .8)
    found = coupling_coordination([[0.4, 0.8]], [0.5, 0.5], "corrected")
    assert found.coupling == pytest.approx([sqrt(0.3)], abs=ROUNDING)
    assert found.coordination == pytest.approx([sqrt(sqrt(0.3) * 0.6)], abs=ROUNDING)
    # three: mean gap (.1 + .2 + .1) / 3, product 1 .5 ... of .4, .3, .2 by .4
    three = coupling_coordination([[0.4, 0.3, 0.2]], EQUAL, "corrected")
    expected = sqrt((1 - 0.4 / 3) * sqrt(0.75 * 0.5))
    assert three.coupling == pytest.approx([expected], abs=ROUNDING)


@given(systems)
def test_corrected_form_is_the_formula(u):
    found = coupling_coordination(u, EQUAL, "corrected")
    expected = [corrected(row) if row.any() else 0.0 for row in u]
    assert found.coupling == pytest.approx(expected, abs=ROUNDING)


@given(u=systems, form=st.sampled_from(FORMS))
def test_degrees_stay_between_0_and_1_and_fit_together(u, form):
    found = coupling_coordination(u, [0.5, 0.3, 0.2], form)
    for values in (found.coupling, found.level, found.coordination):
        assert ((values >= 0) & (values <= 1 + ROUNDING)).all()
    assert found.coordination**2 == pytest.approx(found.coupling * found.level, abs=ROUNDING)
    assert ((found.classes >= 0) & (found.classes <= 9)).all()
    assert (found.coupling[(u == 0).any(axis=1)] == 0).all()


@given(u=systems, order=st.permutations([0, 1, 2]), form=st.sampled_from(FORMS))
def test_the_order_of_the_systems_does_not_matter(u, order, form):
    one = coupling_coordination(u, EQUAL, form)
    other = coupling_coordination(u[:, order], EQUAL, form)
    assert other.coordination == pytest.approx(one.coordination, abs=ROUNDING)


@given(st.integers(1, 100), st.sampled_from(FORMS))
def test_equal_systems_are_fully_coupled_at_any_level(level, form):
    found = coupling_coordination([[level / 100] * 3], EQUAL, form)
    assert found.coupling == pytest.approx([1], abs=ROUNDING)
    assert found.coordination == pytest.approx([sqrt(level / 100)], abs=ROUNDING)


@pytest.mark.parametrize("tenth", range(11))
def test_classes_are_half_open_and_the_last_is_closed(tenth):
    # equal systems at D^2 have coordination D
    u = (tenth / 10) ** 2
    assert coupling_coordination([[u, u]], [0.5, 0.5]).classes.tolist() == [min(tenth, 9)]


def test_systems_at_zero_together_are_told_and_one_alone_is_not():
    found = coupling_coordination([[0.0, 0.0], [0.0, 0.5]], [0.5, 0.5])
    assert [p and p.key for p in found.reasons] == ["na-all-zero", None]
    assert found.coordination.tolist() == [0, 0]
    assert found.level.tolist() == [0, 0.25]


def test_only_proportions_of_the_weights_matter():
    one, other = (coupling_coordination([[0.2, 0.6]], w) for w in ([1, 3], [0.25, 0.75]))
    assert one.level == pytest.approx(other.level, abs=ROUNDING)
    assert one.level == pytest.approx([0.5], abs=ROUNDING)


@pytest.mark.parametrize(
    ("u", "w", "form", "text"),
    [([[0.5, 1.2], [-0.1, 0.3]], [0.5, 0.5], "standard", "2 values lie outside 0 to 1"),
     ([[0.5]], [1.0], "standard", "at least two systems; given: 1"),
     ([[0.5, 0.5]], [0.5, 0.5], "fan", "no choice 'fan' here. Allowed: standard, corrected"),
     ([[0.5, 0.5]], [1.0], "standard", "1 weights for 2 indicators"),
     ([[0.5, np.nan]], [0.5, 0.5], "standard", "missing or infinite")],
)  # fmt: skip
def test_bad_input_is_refused_and_never_rescaled(u, w, form, text):
    with pytest.raises(MethodError, match=text):
        coupling_coordination(u, w, form)

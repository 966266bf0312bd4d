"""Markov chains of states, and of states given the class of the neighbours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core.homogeneity import homogeneity
from resilmeter.core.markov import chain, spatial_chain, transitions
from resilmeter.errors import MethodError

# Products and solutions of small systems in double precision.
ROUNDING = 1e-9

panels = arrays(
    np.int64, st.tuples(st.integers(1, 6), st.integers(3, 6)), elements=st.integers(0, 2)
)
tables = arrays(np.int64, (3, 3), elements=st.integers(0, 9))


def counted(states, k, lag=1):
    """Count the transitions one by one."""
    table = np.zeros((k, k), dtype=int)
    for row in states:
        for a, b in zip(row[:-lag], row[lag:], strict=True):
            table[a, b] += 1
    return table


@given(states=panels, lag=st.integers(1, 2))
def test_transitions_are_counted(states, lag):
    counts = transitions(states, 3, lag)
    assert counts.shape == (states.shape[1] - lag, 3, 3)
    assert (counts.sum(axis=0) == counted(states, 3, lag)).all()
    assert (counts.sum(axis=(1, 2)) == states.shape[0]).all()


def test_two_states_by_hand():
    found = chain([[8, 2], [1, 9]])
    assert found.probabilities.tolist() == [[0.8, 0.2], [0.1, 0.9]]
    # e1 .2 = e2 .1
    assert found.ergodic == pytest.approx([1 / 3, 2 / 3], abs=ROUNDING)
    assert found.errors == pytest.approx(np.sqrt([[0.016] * 2, [0.009] * 2]), abs=ROUNDING)
    assert (found.absorbing, found.starts.tolist()) == ((), [10, 10])


@given(tables)
def test_the_ergodic_distribution_stays_where_it_is(counts):
    found = chain(counts)
    rows = found.probabilities.sum(axis=1)
    assert rows == pytest.approx((found.starts > 0).astype(float), abs=ROUNDING)
    assert (found.ergodic is None) == (found.reason is not None)
    if found.ergodic is not None:
        assert found.ergodic @ found.probabilities == pytest.approx(found.ergodic, abs=ROUNDING)
        assert found.ergodic.sum() == pytest.approx(1, abs=ROUNDING)
        # the long-run mean of the powers from any state that was met
        power = np.eye(3)
        mean = np.zeros((3, 3))
        for _ in range(4000):
            power = power @ found.probabilities
            mean += power / 4000
        for a in np.flatnonzero(found.starts):
            # the mean of the powers nears its limit as 1 / steps, slowed where moves are rare
            assert mean[a] == pytest.approx(found.ergodic, abs=0.02)


def test_two_states_that_swap_have_a_long_run_all_the_same():
    assert chain([[0, 5], [5, 0]]).ergodic == pytest.approx([0.5, 0.5], abs=ROUNDING)


def test_an_absorbing_state_takes_all_and_is_named():
    found = chain([[5, 5, 0], [0, 5, 5], [0, 0, 10]])
    assert found.absorbing == (2,)
    assert found.ergodic == pytest.approx([0, 0, 1], abs=ROUNDING)


def test_two_absorbing_states_have_no_common_long_run():
    found = chain([[5, 0, 0], [2, 5, 2], [0, 0, 5]])
    assert found.ergodic is None
    assert str(found.reason).startswith("not applicable: 2 sets of states are never left")


def test_a_state_that_is_entered_and_never_left_again_is_unknown_not_absorbing():
    found = chain([[5, 1], [0, 0]])
    assert (found.ergodic, found.absorbing) == (None, ())
    assert "no transition starts in state 2" in str(found.reason)
    assert found.probabilities[1].tolist() == [0, 0]


def test_a_state_that_is_never_met_does_not_matter():
    found = chain([[3, 1, 0], [1, 3, 0], [0, 0, 0]])
    assert found.ergodic == pytest.approx([0.5, 0.5, 0], abs=ROUNDING)


def test_no_transitions_at_all_have_no_long_run():
    assert chain([[0, 0], [0, 0]]).reason.key == "na-never-left"


@given(states=panels, seed=st.integers(0, 99))
def test_conditional_counts_add_up_to_the_pooled(states, seed):
    context = np.random.default_rng(seed).integers(0, 2, states.shape)
    found = spatial_chain(states, context, 3, 2)
    total = sum(each.counts for each in found.conditional)
    assert (total == found.pooled.counts).all()
    assert (found.pooled.counts == transitions(states, 3).sum(axis=0)).all()
    assert found.test == homogeneity(np.stack([each.counts for each in found.conditional]))


def test_the_class_of_the_neighbours_is_that_of_the_start():
    found = spatial_chain([[0, 1, 1]], [[1, 0, 1]], 2, 2)
    assert found.conditional[1].counts.tolist() == [[0, 1], [0, 0]]
    assert found.conditional[0].counts.tolist() == [[0, 0], [0, 1]]


@pytest.mark.parametrize(
    ("states", "text"),
    [([[0, 3]], "whole numbers from 0 to 2; given: 0 to 3"),
     ([[-1, 1]], "given: -1 to 1"),
     ([[0.0, 1.0]], "must be whole numbers"),
     ([0, 1], "expected a table"),
     ([[0], [1]], "a lag of 1 periods needs more than 1 periods, and there are 1")],
)  # fmt: skip
def test_states_that_are_none_are_refused(states, text):
    with pytest.raises(MethodError, match=text):
        transitions(states, 3)


@pytest.mark.parametrize("counts", [[[1, 2]], [[1.0]], [[-1]], [1]])
def test_counts_that_are_none_are_refused(counts):
    with pytest.raises(MethodError):
        chain(counts)


def test_a_lag_of_nothing_and_contexts_that_do_not_fit_are_refused():
    with pytest.raises(MethodError, match="a lag of 0 periods"):
        transitions([[0, 1]], 2, 0)
    with pytest.raises(MethodError, match="a lag of 2 periods needs more than 2"):
        spatial_chain([[0, 1]], [[0, 1]], 2, 2, 2)
    with pytest.raises(MethodError, match=r"shapes \(1, 3\) and \(1, 2\)"):
        spatial_chain([[0, 1]], [[0, 1, 1]], 2, 2)


@pytest.fixture
def giddy():
    """The Markov module of PySAL, or skip."""
    return pytest.importorskip("giddy.markov", reason="needs giddy, which is no dependency")


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("seed", range(5))
def test_counts_probabilities_and_long_run_are_those_of_giddy(giddy, seed):
    states = np.random.default_rng(seed).integers(0, 4, (30, 8))
    other = giddy.Markov(states, classes=np.arange(4), summary=False)
    found = chain(transitions(states, 4).sum(axis=0))
    assert (found.counts == other.transitions).all()
    assert found.probabilities == pytest.approx(np.asarray(other.p), abs=ROUNDING)
    assert found.ergodic == pytest.approx(np.asarray(other.steady_state).ravel(), abs=ROUNDING)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("seed", range(5))
def test_spatial_chain_and_its_tests_are_those_of_giddy(giddy, seed):
    libpysal = pytest.importorskip("libpysal", reason="needs libpysal, which is no dependency")
    values = np.random.default_rng(seed).normal(size=(25, 10))
    grid = libpysal.weights.lat2W(5, 5)
    grid.transform = "r"
    cuts = np.array([-0.5, 0.5])
    other = giddy.Spatial_Markov(values, grid, k=3, m=3, cutoffs=cuts, lag_cutoffs=cuts, fixed=True)
    lags = np.column_stack([libpysal.weights.lag_spatial(grid, period) for period in values.T])
    classes = [np.searchsorted(cuts, x, side="left") for x in (values, lags)]
    found = spatial_chain(*classes, 3, 3)
    assert (np.stack([each.counts for each in found.conditional]) == other.T).all()
    assert np.stack([each.probabilities for each in found.conditional]) == pytest.approx(
        other.P, abs=ROUNDING
    )
    assert found.test.q == pytest.approx(other.Q, abs=ROUNDING)
    assert found.test.lr == pytest.approx(other.LR, abs=ROUNDING)
    assert found.test.freedom == other.dof_hom
    # giddy takes 1 - cdf, which is good to 1e-15
    assert found.test.p_q == pytest.approx(other.Q_p_value, abs=1e-12)
    assert found.test.p_lr == pytest.approx(other.LR_p_value, abs=1e-12)

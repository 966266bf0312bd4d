"""Differences between strata, corrected for their number, and the letters that show them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.core.detector import benjamini_hochberg, compact_letters, holm, risk_detector
from resilmeter.errors import MethodError

P = st.lists(st.integers(0, 1000).map(lambda n: n / 1000), min_size=1, max_size=12)


def test_welch_by_hand():
    # means 2 and 12, variances 1 and 4, n 3 and 3: t = -10/sqrt(5/3), df = (5/3)^2/(1/18 + 16/18)
    found = risk_detector([1, 2, 3, 10, 12, 14], [0, 0, 0, 1, 1, 1])
    assert found.t == pytest.approx([-10 / np.sqrt(5 / 3)])
    assert found.df == pytest.approx([(25 / 9) / (17 / 18)])
    assert found.difference.tolist() == [-10]
    assert found.letters == ("b", "a")


def test_welch_agrees_with_scipy():
    from scipy.stats import ttest_ind

    random = np.random.default_rng(1)
    strata = random.integers(0, 4, 60)
    y = random.normal(size=60) * (1 + strata)
    found = risk_detector(y, strata, correction="none")
    for (i, j), p in zip(found.pairs, found.p, strict=True):
        expected = ttest_ind(y[strata == i], y[strata == j], equal_var=False).pvalue
        assert p == pytest.approx(expected, rel=1e-10)
    assert found.p_adjusted.tolist() == found.p.tolist()


def test_pairs_without_a_test_are_listed():
    found = risk_detector([1, 5, 6, 7, 7, 3, 3], [0, 1, 1, 2, 2, 3, 3])
    assert found.untested.tolist() == [[0, 1], [0, 2], [0, 3], [2, 3]]
    assert found.pairs.tolist() == [[1, 2], [1, 3]]
    assert np.isfinite(found.t).all()


def test_correction_keeps_false_findings_rare():
    """Seven strata of noise make 21 pairs: with Holm 5 % of studies find any difference."""
    random = np.random.default_rng(3)
    strata = np.repeat(np.arange(7), 10)
    found = {"holm": 0, "none": 0}
    for _ in range(300):
        y = random.normal(size=70)
        for correction in found:
            found[correction] += bool(
                risk_detector(y, strata, correction=correction).significant.any()
            )
    assert found["holm"] / 300 <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)  # three standard errors
    assert found["none"] / 300 > 0.25


@given(P)
def test_corrections_agree_with_their_definitions(p):
    m = len(p)
    for i, value in enumerate(p):
        order = sorted(range(m), key=lambda j: (p[j], j))
        rank = order.index(i)
        up_to = [p[order[r]] * (m - r) for r in range(rank + 1)]
        beyond = [p[order[r]] * m / (r + 1) for r in range(rank, m)]
        assert holm(p)[i] == pytest.approx(min(1, max(up_to)), abs=1e-12)
        assert benjamini_hochberg(p)[i] == pytest.approx(min(1, *beyond), abs=1e-12)
        assert value <= benjamini_hochberg(p)[i] + 1e-15 <= holm(p)[i] + 1e-12


@given(st.integers(2, 7), st.integers(0, 2**21 - 1))
def test_letters_are_shared_by_just_those_that_do_not_differ(k, bits):
    different = np.zeros((k, k), dtype=bool)
    for place, (i, j) in enumerate(zip(*np.triu_indices(k, 1), strict=True)):
        different[i, j] = different[j, i] = bits >> place & 1
    letters = compact_letters(different, np.arange(k))
    for i in range(k):
        assert letters[i]
        for j in range(i):
            assert different[i, j] == (not set(letters[i]) & set(letters[j]))


def test_the_highest_mean_has_the_first_letter_and_the_alphabet_goes_on():
    assert compact_letters(~np.eye(3, dtype=bool), [1, 3, 2]) == ("c", "a", "b")
    assert compact_letters(~np.eye(28, dtype=bool), -np.arange(28))[25:] == ("z", "a1", "b1")


def test_refusals():
    with pytest.raises(MethodError, match=r"'bonferroni' is not known. Allowed: holm"):
        risk_detector([1, 2, 3, 4], [0, 0, 1, 1], correction="bonferroni")
    with pytest.raises(MethodError, match="between 0 and 1; given 5"):
        risk_detector([1, 2, 3, 4], [0, 0, 1, 1], alpha=5)
    with pytest.raises(MethodError, match="p-values must be"):
        holm([0.5, 1.5])

"""Weights beyond CRITIC and entropy, against published values and hand cases."""

import numpy as np
import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resilmeter.core import weights
from resilmeter.errors import MethodError

matrices = arrays(
    np.int64, st.tuples(st.integers(3, 8), st.integers(2, 4)), elements=st.integers(1, 60)
).filter(lambda x: (np.ptp(x, axis=0) > 0).all())


def case(oracle, method):
    return next(c for c in oracle("other_objective_weights.json")["cases"] if c["method"] == method)


@pytest.mark.parametrize(
    ("method", "kernel"),
    [
        ("standard deviation (ddof=1, raw)", weights.standard_deviation),
        ("standard deviation (ddof=0, raw)", weights.standard_deviation),
        ("coefficient of variation", weights.coefficient_of_variation),
    ],
)
def test_published_dispersion_weights(oracle, method, kernel):
    published = case(oracle, method)
    half = 0.5 * 10.0 ** -published["decimals"]  # half a printed digit; 1 % for its binary form
    assert kernel(published["matrix"]) == pytest.approx(published["expected"], abs=1.01 * half)


def test_published_merec_weights(oracle):
    published = case(oracle, "MEREC")
    higher = np.array(published["types"]) > 0
    found = weights.merec(published["matrix"], higher)
    assert found == pytest.approx(published["expected"], abs=0.505e-4)


def test_merec_in_exact_logarithms():
    # Two rows, two columns, higher is better: ratios 1, 1 and 1/2, 1/4; sizes ln2/2 and ln4/2.
    a, b = np.log(2) / 2, np.log(4) / 2
    whole = np.log1p(a + b)
    effect = np.array([abs(np.log1p(b) - whole), abs(np.log1p(a) - whole)])
    found = weights.merec([[1.0, 1.0], [2.0, 4.0]], np.array([True, True]))
    assert found == pytest.approx(effect / effect.sum(), abs=1e-15)


def test_principal_components_of_a_textbook(oracle, shared):
    published = oracle("pca_usarrests.json")
    rows = shared("oracles/usarrests.csv").read_text().splitlines()
    names = [n.strip('"') for n in rows[0].split(",")]
    columns = [names.index(c) for c in published["columns"]]
    x = np.array([[float(row.split(",")[j]) for j in columns] for row in rows[1:]])
    found = weights.components(x)
    # The oracle prints ten decimals.
    assert np.sqrt(found.variances) == pytest.approx(published["sdev"], abs=1e-9)
    assert found.explained == pytest.approx(published["explained"], abs=1e-9)
    assert np.abs(found.loadings) == pytest.approx(np.array(published["abs_loadings"]), abs=1e-9)
    first = np.array(published["abs_loadings"])[:, 0]
    assert weights.pca(x, meaning="first") == pytest.approx(first / first.sum(), abs=1e-9)


def test_pca_names_the_indicator_that_would_count_against_itself():
    x = np.array([[0.0, 0.0, 3.0], [1.0, 1.1, 2.0], [2.0, 1.9, 1.0], [3.0, 3.2, 0.2]])
    with pytest.raises(MethodError, match=r"give c a negative weight"):
        weights.pca(x, ["a", "b", "c"], meaning="first")
    assert (weights.pca(x, meaning="absolute") > 0).all()


def test_adequacy_of_two_columns_in_closed_form():
    # With two columns the partial correlation is the correlation itself, so KMO is one half.
    x = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0], [3.0, 1.5]])
    r = np.corrcoef(x.T)[0, 1]
    found = weights.adequacy(x)
    assert found.kmo == pytest.approx(0.5, abs=1e-12)
    assert found.bartlett == pytest.approx(-(4 - 1 - 9 / 6) * np.log(1 - r * r), abs=1e-12)
    assert found.degrees == 1


@pytest.mark.parametrize("number", range(4))
def test_published_hierarchies(oracle, number):
    published = oracle("ahp.json")["cases"][number]
    found = weights.ahp(published["matrix"])
    assert found.weights == pytest.approx(published["eigenvector"], abs=1e-9)  # ten decimals
    assert found.largest_eigenvalue == pytest.approx(published["lambda_max"], abs=1e-9)
    assert found.consistency_index == pytest.approx(published["CI"], abs=1e-9)
    assert found.consistency_ratio == pytest.approx(published["CR_saaty"], abs=1e-9)
    rows = weights.ahp(published["matrix"], method="geometric-mean")
    assert rows.weights == pytest.approx(published["geometric_mean"], abs=1e-9)


def test_a_consistent_hierarchy_returns_its_weights():
    true = np.array([0.5, 0.3, 0.2])
    found = weights.ahp(true[:, None] / true)
    assert found.weights == pytest.approx(true, abs=1e-12)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)
    assert found.accepted


def test_the_worst_triple_is_the_planted_one():
    a = np.ones((4, 4))
    a[1, 2], a[2, 1] = 9.0, 1 / 9
    a[2, 3], a[3, 2] = 9.0, 1 / 9
    a[1, 3], a[3, 1] = 1 / 9, 9.0
    found = weights.ahp(a)
    assert found.worst == (1, 2, 3)
    assert not found.accepted


def test_experts_are_combined_by_geometric_means():
    one, two = np.array([[1, 4], [1 / 4, 1]]), np.array([[1, 1], [1, 1]])
    assert weights.ahp(np.stack([one, two])).weights == pytest.approx([2 / 3, 1 / 3], abs=1e-12)


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ([[1, 2, 3], [1 / 2, 1, 1]], "must be square"),
        ([[1, -2], [-1 / 2, 1]], "positive numbers only"),
        ([[1, 2], [2, 1]], "pollution against income is 2, but income against pollution is 2"),
    ],
)
def test_a_matrix_that_is_no_comparison_is_refused(matrix, said):
    with pytest.raises(MethodError, match=said):
        weights.ahp(matrix, ["pollution", "income"])


def test_combinations_by_hand():
    sets = [[0.5, 0.5], [0.9, 0.1]]
    assert weights.combine(sets) == pytest.approx([0.7, 0.3], abs=1e-15)
    linear = weights.combine(sets, how="linear", alpha=[3, 1])
    assert linear == pytest.approx([0.6, 0.4], abs=1e-15)
    assert weights.combine(sets, how="product") == pytest.approx([0.9, 0.1], abs=1e-15)
    # sqrt(.45) : sqrt(.05) = 3 : 1
    entropy = weights.combine(sets, how="relative-entropy")
    assert entropy == pytest.approx([0.75, 0.25], abs=1e-15)
    # Gram [[.5, .5], [.5, .82]], right side (.5, .82): alpha = (0, 1).
    assert weights.combine(sets, how="game") == pytest.approx([0.9, 0.1], abs=1e-12)


@pytest.mark.parametrize("alpha", [[0, 0], [2, -1]])
def test_shares_that_share_nothing_are_refused(alpha):
    with pytest.raises(MethodError, match="must be zero or more, and one of them positive"):
        weights.combine([[0.5, 0.5], [0.9, 0.1]], alpha=alpha)


def test_the_product_of_sets_without_a_common_indicator_is_refused():
    with pytest.raises(MethodError, match="product of the sets of weights is zero"):
        weights.combine([[1.0, 0.0], [0.0, 1.0]], how="product")


def test_fixed_shares_rescale_the_rest():
    found = weights.fix_shares(np.array([0.5, 0.3, 0.2]), {2: 0.6})
    assert found == pytest.approx([0.25, 0.15, 0.6], abs=1e-15)


@pytest.mark.parametrize("fixed", [{0: 1.0}, {0: -0.1}, {0: 0.6, 1: 0.5}])
def test_impossible_fixed_shares_are_refused(fixed):
    with pytest.raises(MethodError, match="fixed weights add up to"):
        weights.fix_shares(np.array([0.5, 0.3, 0.2]), fixed)


def slow_distance_correlation(a, b):
    def centred(v):
        d = np.abs(v[:, None] - v[None, :])
        return d - d.mean(0) - d.mean(1)[:, None] + d.mean()

    x, y = centred(a), centred(b)
    return np.sqrt((x * y).mean() / np.sqrt((x * x).mean() * (y * y).mean()))


@hypothesis_given(matrices)
def test_distance_correlation_equals_its_definition(x):
    found = weights.distance(x)
    for j in range(x.shape[1]):
        for h in range(j):
            slow = slow_distance_correlation(x[:, j].astype(float), x[:, h].astype(float))
            # A square root of rounding errors near independence: 1e-16 becomes 1e-8.
            assert found[j, h] == pytest.approx(slow, abs=1e-7)


def test_distance_correlation_over_several_blocks():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(200, 2))
    slow = slow_distance_correlation(x[:, 0], x[:, 1])
    assert weights.distance(x)[0, 1] == pytest.approx(slow, abs=1e-12)


@hypothesis_given(matrices)
def test_every_data_weighting_sums_to_one_and_ignores_the_order_of_rows(x):
    kernels = (
        weights.coefficient_of_variation,
        weights.standard_deviation,
        weights.pca,
        weights.equal,
    )
    for kernel in kernels:
        found = kernel(x)
        assert found.sum() == pytest.approx(1, abs=1e-12)
        assert (found >= 0).all()
        assert kernel(x[::-1]) == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize(
    "kernel",
    [
        weights.coefficient_of_variation,
        weights.standard_deviation,
        weights.pca,
        weights.critic_cv,
        lambda x, labels: weights.merec(x, np.array([True, True]), labels),
    ],
)
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([[1.0, 2.0], [1.0, 3.0]], "so2 has the same value in every row"),
        ([[np.nan, 2.0], [1.0, 3.0]], "so2 holds values that are missing or infinite"),
        ([[np.inf, 2.0], [1.0, 3.0]], "so2 holds values that are missing or infinite"),
    ],
)
def test_columns_that_cannot_be_weighed_are_named(kernel, values, said):
    with pytest.raises(MethodError, match=said):
        kernel(values, ["so2", "green"])


def test_negative_and_zero_values_are_refused_where_they_have_no_meaning():
    with pytest.raises(MethodError, match="so2 has a mean that is not positive"):
        weights.coefficient_of_variation([[-1.0, 2.0], [0.5, 3.0]], ["so2", "green"])
    with pytest.raises(MethodError, match="green has raw values of zero or below"):
        weights.merec([[1.0, 0.0], [2.0, 3.0]], np.array([True, True]), ["so2", "green"])


def test_a_game_with_a_negative_share_is_refused():

    sets = [[0.1, 0.1, 0.8], [0.1, 0.2, 0.7], [0.2, 0.1, 0.7]]
    gram = np.array(sets) @ np.array(sets).T
    assert np.linalg.solve(gram, np.diag(gram)) == pytest.approx([6.9, -3.3, -3.3], abs=1e-9)
    with pytest.raises(MethodError, match=r"those of set 2, 3 are negative"):
        weights.combine(sets, how="game")

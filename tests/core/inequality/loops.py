"""Slow routes, written from the equations one pair of units at a time, in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

# Sums of up to a few hundred products keep some 1e-14 of their size; negative components of size 6
# around a small mean make cells of size 50.
ROUNDING = 1e-12


def random_case(seed, low=-3):
    """1 to 12 units, 1 to 4 components, 1 to 5 groups, weights 1 to 4; whole numbers, many ties."""
    random = np.random.default_rng(seed)
    n, q = random.integers(1, 13), random.integers(1, 5)
    k = int(random.integers(1, min(5, n) + 1))
    groups = random.permutation(np.concatenate([np.arange(k), random.integers(0, k, n - k)]))
    parts = random.integers(low, 6, (n, q))
    weights = random.integers(1, 5, n)
    if (parts.sum(axis=1) @ weights) <= 0 or parts.sum() <= 0:
        parts[:, 0] += 1 - min(0, parts.sum(axis=1).min())
    return parts, groups, k, weights


@st.composite
def weighted_cases(draw, low=-3, fewest=2):
    """Parts, groups, number of groups and whole weights, with a positive weighted mean."""
    n, q = draw(st.integers(fewest, 9)), draw(st.integers(1, 4))
    k = draw(st.integers(1, min(5, n)))
    parts = draw(arrays(np.int64, (n, q), elements=st.integers(low, 6)))
    weights = draw(arrays(np.int64, n, elements=st.integers(1, 4)))
    assume(parts.sum(axis=1) @ weights > 0)
    rest = draw(st.lists(st.integers(0, k - 1), min_size=n - k, max_size=n - k))
    groups = draw(st.permutations([*range(k), *rest]))
    return parts, np.array(groups), k, weights


def exact(values):
    return [Fraction(int(value)) for value in values]


def sign(value):
    return (value > 0) - (value < 0)


def cells_by_loops(parts, groups, k, weights):
    """sgn(x_i - x_r) (x_i^m - x_r^m) w_i w_r / (2 mu W^2) over every ordered pair of units."""
    x, w = [exact(row) for row in parts], exact(weights)
    totals = [sum(row) for row in x]
    scale = 2 * sum(a * b for a, b in zip(totals, w, strict=True)) * sum(w)
    cells = np.zeros((k, k, parts.shape[1]), dtype=object)
    for i, r in product(range(len(x)), repeat=2):
        for m in range(parts.shape[1]):
            gap = sign(totals[i] - totals[r]) * (x[i][m] - x[r][m]) * w[i] * w[r]
            j, h = groups[i], groups[r]
            cells[j, h, m] += gap / scale
            if j != h:
                cells[h, j, m] += gap / scale
    return cells.astype(float)


def gaps_by_loops(a, b):
    """d, p of Dagum: mean gap where the first is richer, and where it is poorer; [(x, w)] each."""
    mass = sum(w for _, w in a) * sum(w for _, w in b)
    up = sum(max(x - y, 0) * v * w for (x, v), (y, w) in product(a, b)) / mass
    down = sum(max(y - x, 0) * v * w for (x, v), (y, w) in product(a, b)) / mass
    return up, down


def dagum_by_loops(values, groups, k, weights):
    """Equations 7 to 16 of Dagum (1997): within, net between, transvariation, G_jh, D_jh."""
    x, w = exact(values), exact(weights)
    units = [[(a, b) for a, b, g in zip(x, w, groups, strict=True) if g == j] for j in range(k)]
    mass = [sum(b for _, b in group) for group in units]
    mean = [sum(a * b for a, b in group) / m for group, m in zip(units, mass, strict=True)]
    mu = sum(m * c for m, c in zip(mass, mean, strict=True)) / sum(mass)
    p = [m / sum(mass) for m in mass]
    s = [a * b / mu for a, b in zip(p, mean, strict=True)]
    pairs, affluence = np.full((k, k), np.nan), np.zeros((k, k))
    within = net = overlap = Fraction(0)
    for j, h in product(range(k), repeat=2):
        d, t = gaps_by_loops(units[j], units[h])
        if mean[j] + mean[h] > 0:
            pairs[j, h] = (d + t) / (mean[j] + mean[h])
        part = (
            p[j] * p[h] * (d + t) / mu
        )  # G_jh (p_j s_h + p_h s_j), also where G_jh is not defined
        if j == h:
            within += part / 2
            continue
        affluence[j, h] = abs(d - t) / (d + t) if d + t else 0
        net += part * Fraction(affluence[j, h]) / 2
        overlap += part * (1 - Fraction(affluence[j, h])) / 2
    return {
        "within": float(within), "net": float(net), "overlap": float(overlap), "pairs": pairs,
        "affluence": affluence, "p": np.array(p, float), "s": np.array(s, float),
    }  # fmt: skip

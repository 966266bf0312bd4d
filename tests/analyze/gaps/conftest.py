"""Random scored panels with groups, as bounded scores in [0, 1]."""

import numpy as np
import pytest


@pytest.fixture
def random_scores(score_by_hand):
    """Score cities with random parts in groups of the given sizes, over some periods."""

    def score(sizes, periods=(2000, 2001, 2002), *, seed=1, apart=0.0, **options):
        random = np.random.default_rng(seed)
        names = [f"{'NSWE'[g]}{place}" for g, size in enumerate(sizes) for place in range(size)]
        values = {
            name: (0.2 + 0.5 * random.random((len(periods), 3)) + apart * "NSWE".index(name[0]))
            for name in names
        }
        return score_by_hand(
            values,
            dimensions=["A", "A", "B"],
            weights=[0.3, 0.3, 0.4],
            periods=periods,
            groups={name: name[0] for name in names},
            **options,
        )

    return score

"""Keys of the study file: weighing and scoring."""

from __future__ import annotations

from pydantic import Field

from resilmeter.scoring import Distance, Ideals, Mean, ScoredValues, Scoring
from resilmeter.sections import Section
from resilmeter.weighting import AhpMethod, Combination, Level, WeighScope, Weighting


class CombineKeys(Section):
    """How several sets of weights become one."""

    methods: tuple[Weighting, ...] = ("entropy", "critic")
    """The weightings to combine, two or more."""
    how: Combination = "linear"
    """linear (shares alpha), product, game (game-theoretic), relative-entropy (geometric mean)."""
    alpha: tuple[float, ...] = ()
    """For linear: the share of each weighting; equal if left out."""


class Weigh(Section):
    """How indicators are weighed."""

    method: Weighting = "critic"
    """Weighting; `resilmeter methods` describes each."""
    given: dict[str, float] | str = Field(default_factory=dict)
    """For method given: a table of weights by indicator code, or a file (indicator, weight)."""
    shift: float = Field(default=0.0, ge=0)
    """For method entropy: added to every scaled value first; 0 keeps 0 ln 0 = 0 exactly."""
    comparisons: tuple[str, ...] = ()
    """For method ahp: files with comparison matrices, one an expert, codes in first row and column;
    matrices may compare all indicators, the dimensions, or the indicators of one dimension."""
    ahp: AhpMethod = "eigenvector"
    """For method ahp: eigenvector or geometric-mean."""
    combine: CombineKeys = CombineKeys()
    """For method combined."""
    fixed: dict[str, float] = Field(default_factory=dict)
    """Weights that some indicators have whatever the method says; the rest share what is left."""
    level: Level = "flat"
    """Weigh all indicators against each other (flat), or within each dimension."""
    dimension_weights: dict[str, float] = Field(default_factory=dict)
    """For level within-dimension: weights of the dimensions; equal if left out."""
    scope: WeighScope = "pooled"
    """Weigh all rows together (pooled), or each period by itself, which rules out comparisons over
    time."""
    compare: tuple[Weighting, ...] = (
        "equal", "critic", "entropy", "standard-deviation", "coefficient-of-variation", "pca",
    )  # fmt: skip
    """Weightings to set beside the chosen one: their weights and what they change in ranks."""


class Score(Section):
    """How weighted indicators become an index."""

    method: Scoring = "weighted-sum"
    """How; contributions add up to the index for weighted-sum, grey-relation, rank-sum-ratio."""
    exponent: float = 0.5
    """For power-mean: 1 arithmetic, 0 geometric, -1 harmonic, and all between and beyond."""
    levels: tuple[Mean, ...] = ("arithmetic", "geometric")
    """For levels: the mean of each level, from the indicators up: arithmetic, geometric, harmonic;
    three where the indicator table has sub-indices."""
    distance: Distance = "matrix"
    """For topsis: weights on the matrix (squared under the root) or inside the sum."""
    values: ScoredValues = "scaled"
    """For topsis: distances on scaled values, scaled or raw values by vector length, raw values."""
    ideals: Ideals = "pooled"
    """Where topsis, vikor, grey-relation, rank-sum-ratio and mazziotta-pareto take their best and
    worst values, ranks or means from: all periods (pooled) or each period (per-period)."""
    strategy: float = 0.5
    """For vikor: weight of the group utility against the largest regret, from 0 to 1."""
    distinguishing: float = 0.5
    """For grey-relation: distinguishing coefficient, above 0 and up to 1."""
    imported: str = ""
    """For imported: file with the unit and period columns of the panel and a column index."""

"""All answers over time together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from resilmeter.analyze.dynamics.convergence import Convergence
from resilmeter.analyze.dynamics.densities import Densities
from resilmeter.analyze.dynamics.transitions import Transitions
from resilmeter.notebook import card


@dataclass(frozen=True, eq=False, kw_only=True)
class Dynamics:
    """What a study asks of time; None where its scores cannot answer.

    Attributes
    ----------
    convergence : Convergence or None
        Sigma and beta.
    densities : Densities or None
        Kernel densities and humps.
    transitions : Transitions or None
        Moves between classes, and of ranks.
    coupling : DataFrame or None
        Coupling coordination between the dimensions.
    outlook : DataFrame or None
        Forecasts beside their past errors.
    """

    convergence: Convergence | None = None
    densities: Densities | None = None
    transitions: Transitions | None = None
    coupling: pd.DataFrame | None = None
    outlook: pd.DataFrame | None = None

    _repr_html_ = card

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        out: dict[str, pd.DataFrame] = {}
        for answer in (self.convergence, self.densities, self.transitions):
            out |= {} if answer is None else answer.tables
        named = {"coupling": self.coupling, "outlook": self.outlook}
        return out | {name: table for name, table in named.items() if table is not None}

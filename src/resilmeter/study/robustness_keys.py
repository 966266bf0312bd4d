"""Keys of the study file: which other choices to try."""

from __future__ import annotations

from pydantic import Field

from resilmeter.sections import Section

Value = bool | int | float | str | tuple[int | float | str, ...]


class RobustnessKeys(Section):
    """Which other choices to try, and how much of ranking and sentences survives them."""

    over: dict[str, tuple[Value, ...]] = Field(default_factory=dict)
    """Keys with values to try, such as "weigh.method" = ["critic", "equal"]: all combinations are
    computed, and samples draw from them."""
    samples: int = Field(default=0, ge=0)
    """Number of random variants; 0 for none."""
    noise: float = Field(default=0.25, ge=0)
    """For samples: standard deviation of an average weight as a share of it; 0 for none."""
    imputations: int = Field(default=0, ge=0)
    """For samples: number of imputations, in each of which interpolated cells (and those of chained
    equations) vary by their error; 0 to keep the study's own."""
    drop_indicators: bool = False
    """Leave out one indicator or none: in samples, or in all combinations if there are none."""
    drop_dimensions: bool = False
    """Leave out one dimension or none: in samples, or in all combinations if there are none."""
    contested: tuple[str, ...] = ()
    """For samples: codes of indicators whose direction is turned in half of the variants."""
    sensitivity: bool = True
    """For samples: Sobol indices of each choice; needs the extra `robust`."""
    top: int = Field(default=10, ge=1)
    """How many first and last places count as top and bottom."""

    @property
    def asked(self) -> bool:
        """True if there is anything to try."""
        return bool(self.over or self.samples or self.drop_indicators or self.drop_dimensions)

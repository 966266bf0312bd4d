"""Keys of the study file: which other choices to try."""

from __future__ import annotations

from pydantic import Field

from resilmeter.study.section import Section

Value = str | int | float | bool


class RobustnessKeys(Section):
    """Which other choices to try, and how much of ranking and sentences survives them."""

    over: dict[str, tuple[Value, ...]] = Field(default_factory=dict)
    """Keys with the values to try, such as "weigh.method" = ["critic", "equal"]: all combinations
    are computed, and `samples` draws from them."""
    samples: int = Field(default=0, ge=0)
    """Number of random variants; 0 for none."""
    noise: float = Field(default=0.25, ge=0)
    """For samples: standard deviation of an average weight as a share of it; 0 for none."""
    drop_indicators: bool = True
    """For samples: leave out one indicator or none."""
    drop_dimensions: bool = False
    """For samples: leave out one dimension or none."""
    contested: tuple[str, ...] = ()
    """For samples: codes of indicators whose direction is turned in half of the variants."""
    sensitivity: bool = True
    """For samples: Sobol indices of each choice; needs the extra `robust`."""
    top: int = Field(default=10, ge=1)
    """How many first and last places count as top and bottom."""

"""The study file: frozen models, a sentence under each key; unknown keys are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr
from pydantic_core import PydanticCustomError

from resilmeter.errors import Problem
from resilmeter.prepare import Normalization, OutOfBounds, Outside, Scope
from resilmeter.read import RegionLookup
from resilmeter.scoring import Scoring
from resilmeter.study.load import load, parse
from resilmeter.weighting import AhpMethod, Combination, Level, Weighting


class Section(BaseModel):
    """Base of all sections: frozen, typos refused, documented by the sentence under each key."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _longest_gap(given: object) -> object:
    """Refuse in one sentence what is neither a whole number from 1 nor "any"."""
    if given == "any" or (isinstance(given, int) and not isinstance(given, bool) and given >= 1):
        return given
    raise PydanticCustomError("choice", "whole numbers from 1, any")


class Exclude(Section):
    """One rule that leaves data out. Give `units`, `indicators`, or `column` with `values`."""

    units: tuple[str, ...] = ()
    """Units to leave out."""
    indicators: tuple[str, ...] = ()
    """Codes of indicators to leave out."""
    column: str = ""
    """Column of the panel file to look at, such as the province."""
    values: tuple[str, ...] = ()
    """Texts of that column whose rows are left out."""
    reason: str = Field(min_length=1)
    """Why; the report repeats it."""


class Data(Section):
    """Where the data are and what its columns mean."""

    panel: str
    """Panel file (CSV, Excel or Parquet), one row a unit and period; path from the study file."""
    sheet: str = ""
    """Sheet of an Excel panel; the first one if left out."""
    indicators: str = ""
    """Indicator table (file); or write the indicators as [[data.indicator]] entries."""
    indicator: tuple[dict[str, str | float], ...] = ()
    """Indicators written in the study file: code, dimension, direction, and the like."""
    unit: str
    """Column with the unit, such as the city."""
    period: str
    """Column with the period: whole numbers such as years."""
    group: str = ""
    """Column with the group of each unit, such as the region; leave out for no groups."""
    province: str = ""
    """Column with the province, from which `regions` looks the group up (instead of `group`)."""
    regions: RegionLookup = "china-four-regions"
    """Lookup from province to group."""
    group_order: tuple[str, ...] = ()
    """Order of the groups in tables and figures; order of first appearance if left out."""
    periods: tuple[int, ...] = ()
    """Keep only these periods; all if left out."""
    first_period: int | None = None
    """Leave out earlier periods."""
    last_period: int | None = None
    """Leave out later periods."""
    units: tuple[str, ...] = ()
    """Keep only these units; all if left out."""
    exclude: tuple[Exclude, ...] = ()
    """Rules that leave data out, each with its reason."""
    missing: tuple[str, ...] = ()
    """Texts that mean "no value", beside blanks, dashes, NA and the like."""
    out_of_bounds: OutOfBounds = "refuse"
    """Values outside an indicator's theoretical bounds: refuse, blank (treat as missing), keep."""
    simulated: bool = False
    """True for made-up data; then every result says so."""


class InterpolateKeys(Section):
    """How gaps are filled."""

    method: Literal["linear", "none"] = "linear"
    """linear: straight lines between known values of the same unit; none: nothing is filled."""
    max_gap: Annotated[int | Literal["any"], BeforeValidator(_longest_gap)] = 3
    """Longest run of missing periods to fill; "any" for no limit."""
    extrapolate: bool = False
    """Carry lines past the first and last known value."""


class NormalizeKeys(Section):
    """How values are oriented and scaled."""

    method: Normalization = "minmax"
    """minmax: by the range between two goalposts."""
    scope: Scope = "pooled"
    """Goalposts from all periods (pooled), each period, one base period, or a file (fixed)."""
    base_period: int | None = None
    """The base period, for scope base-period."""
    goalposts: str = ""
    """File with the columns indicator, low, high, for scope fixed."""
    outside: Outside = "refuse"
    """Values beyond the goalposts: refuse, clip (to 0 and 1), keep."""


class Prepare(Section):
    """From raw to oriented, scaled values."""

    interpolate: InterpolateKeys = InterpolateKeys()
    """How gaps are filled."""
    normalize: NormalizeKeys = NormalizeKeys()
    """How values are oriented and scaled."""


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


class Score(Section):
    """How weighted indicators become an index."""

    method: Scoring = "weighted-sum"
    """weighted-sum: contributions add up to the index."""


class Analyze(Section):
    """Which questions to answer."""

    diagnose: bool = True
    """Importance beside weight, correlations, reliability, equal-weight twin, turned directions."""
    growth: bool = True
    """Growth of the index and its parts; needs two periods and scores comparable over time."""
    gaps: bool = True
    """Gini coefficient by group and dimension; needs two units."""
    obstacles: bool = True
    """Obstacle degrees."""
    top: int = Field(default=5, ge=1)
    """How many of the largest obstacles to list."""


class Present(Section):
    """How results are shown."""

    language: Literal["en", "zh", "both"] = "en"
    """Language of report and figures."""
    figures: tuple[Literal["svg", "png", "pdf"], ...] = ("svg", "png")
    """File formats of the figures."""
    workbook: bool = True
    """Write all tables as one Excel workbook as well."""


class Study(Section):
    """A study: data, method and presentation in one file."""

    title: str = "Untitled study"
    """Title of the report."""
    title_zh: str = ""
    """Title of the report in Chinese; the English one if left out."""
    data: Data
    """Where the data are and what its columns mean."""
    prepare: Prepare = Prepare()
    """From raw to oriented, scaled values."""
    weigh: Weigh = Weigh()
    """How indicators are weighed."""
    score: Score = Score()
    """How weighted indicators become an index."""
    analyze: Analyze = Analyze()
    """Which questions to answer."""
    present: Present = Present()
    """How results are shown."""
    seed: int = Field(default=1, ge=0)
    """Seed of every random step; the methods of this version draw no random numbers."""
    _folder: Path = PrivateAttr(default=Path())

    @classmethod
    def load(cls, path: str | Path, overrides: tuple[str, ...] = ()) -> Study:
        """Read a study file.

        Parameters
        ----------
        path : str or Path
            The study file (TOML).
        overrides : tuple of str
            Keys to change, such as "weigh.method=entropy".

        Returns
        -------
        Study

        Raises
        ------
        DataError
            No such file.
        StudyError
            Everything wrong with the study at once: no valid TOML, unknown keys (with the nearest
            valid one), missing keys, values that are not allowed.
        """
        return load(cls, Path(path), overrides).in_folder(Path(path).parent)

    @classmethod
    def parse(
        cls, path: Path, overrides: tuple[str, ...] = ()
    ) -> tuple[Study | None, list[Problem]]:
        """Read a study file as far as possible; see `resilmeter.study.load.parse`."""
        study, found = parse(cls, path, overrides)
        return (study.in_folder(path.parent) if study else None), found

    @property
    def folder(self) -> Path:
        """Folder of the study file, from which its paths are taken."""
        return self._folder

    def in_folder(self, folder: Path) -> Self:
        """Return the study with its paths taken from `folder`."""
        placed = self.model_copy()
        placed._folder = folder  # noqa: SLF001
        return placed

    def as_run(self) -> dict[str, Any]:
        """Every key with its value, as plain data."""
        return self.model_dump(mode="json")

    def __repr__(self) -> str:
        return (
            f"<Study {self.title!r}: {self.data.panel}, {self.weigh.method}, {self.score.method}>"
        )

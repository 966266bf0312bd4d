"""The study file: frozen models, a sentence under each key; unknown keys are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr
from pydantic_core import PydanticCustomError

from resilmeter.errors import Problem
from resilmeter.prepare import Normalization, OutOfBounds, Outside, Scope
from resilmeter.read import RegionLookup
from resilmeter.sections import Section, load, parse
from resilmeter.study.analyze_keys import Analyze, Present
from resilmeter.study.diagnosis_keys import (
    ChangeKeys,
    DynamicsKeys,
    GradeKeys,
    ObstacleKeys,
    SpatialKeys,
)
from resilmeter.study.drivers_keys import DriversKeys
from resilmeter.study.inequality_keys import InequalityKeys
from resilmeter.study.method_keys import Score, Weigh
from resilmeter.study.prepare_keys import ImputeKeys, TreatKeys
from resilmeter.study.robustness_keys import RobustnessKeys
from resilmeter.study.scale_keys import ScaleKeys


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

    panel: str = Field(min_length=1)
    """Panel file (CSV, Excel or Parquet), one row a unit and period; path from the study file. For
    a large table also a folder, or a pattern such as grid/*.parquet."""
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
    size: tuple[str, ...] = ()
    """Columns that say how large a unit is, such as population: indicators without denominator that
    follow one of them are doubted."""
    boundaries: str = ""
    """Shapes of the units for maps: a GeoJSON, GeoPackage or Shapefile; "china" for prefectures or
    provinces of China; "tiles" for a hexagon each. No maps if left out."""
    boundaries_key: str = ""
    """Column of that file with names or codes of the units; the one that most units match if left
    out."""
    code: str = ""
    """Column of the panel file with a code of each unit, such as the adcode; shapes are then found
    by it instead of the unit's name."""
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
    errors: bool = False
    """Add to each interpolated cell an error that lines make on known values, drawn by the key
    seed: one of many imputations; `robustness.imputations` tries many."""


class NormalizeKeys(Section):
    """How values are oriented and scaled."""

    method: Normalization = "minmax"
    """minmax: by the range between two goalposts; distance-to-target: by the way to the targets of
    the indicator table; z-score, vector, rank, percentile: relative to the other values."""
    scope: Scope = "pooled"
    """Goalposts from all periods (pooled), each period, one base period, or a file (fixed)."""
    base_period: int | None = None
    """The base period, for scope base-period."""
    goalposts: str = ""
    """File with the columns indicator, low, high, for scope fixed."""
    outside: Outside = "refuse"
    """Values beyond the goalposts: refuse, clip (to 0 and 1), keep."""
    interval: tuple[float, float] = (0.0, 1.0)
    """Scaled values at the worst and the best goalpost, such as [0, 100] or [0.01, 1]."""


class Prepare(Section):
    """From raw to oriented, scaled values."""

    interpolate: InterpolateKeys = InterpolateKeys()
    """How gaps are filled."""
    impute: ImputeKeys = ImputeKeys()
    """How cells that interpolation leaves are filled from other units or indicators."""
    treat: TreatKeys = TreatKeys()
    """How outliers and skewness are treated, after filling and division."""
    normalize: NormalizeKeys = NormalizeKeys()
    """How values are oriented and scaled."""


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
    inequality: InequalityKeys = InequalityKeys()
    """How inequality is measured, and how chance is gauged."""
    drivers: DriversKeys = DriversKeys()
    """What goes with the differences between units."""
    robustness: RobustnessKeys = RobustnessKeys()
    """Which other choices to try."""
    obstacles: ObstacleKeys = ObstacleKeys()
    """What holds units back, and what would move them."""
    grades: GradeKeys = GradeKeys()
    """Grades on boundaries that all periods share, and who is ahead."""
    change: ChangeKeys = ChangeKeys()
    """What moved the index."""
    dynamics: DynamicsKeys = DynamicsKeys()
    """Who catches up, how units spread and move, and what may come next."""
    spatial: SpatialKeys = SpatialKeys()
    """Who neighbours whom, and where units lie."""
    present: Present = Present()
    """How results are shown."""
    scale: ScaleKeys = ScaleKeys()
    """How a panel is computed that does not fit into memory."""
    seed: int = Field(default=1, ge=0)
    """Seed of every random step: chained equations, shuffles, units drawn again, variants."""
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
        """Read a study file as far as possible; see `resilmeter.sections.parse`."""
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

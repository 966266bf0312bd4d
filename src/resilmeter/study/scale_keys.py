"""Keys of the study file: tables that are larger than memory."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from resilmeter.sections import Section


class ScaleKeys(Section):
    """How a panel is computed that does not fit into memory, or is cut into files."""

    engine: Literal["auto", "memory", "duckdb", "polars", "spark"] = "auto"
    """memory: the ordinary path; duckdb, polars, spark: passes over a table, which need an extra;
    auto: memory for one file of up to `rows` rows, else duckdb."""
    rows: int = Field(default=2_000_000, ge=1)
    """For auto: most rows of a Parquet file that memory is trusted with; of a CSV file, as many
    times 100 bytes."""
    memory_limit: str = "2GB"
    """Most memory that DuckDB may use; it writes to disk beyond."""
    temp_directory: str = ""
    """Folder for intermediate tables, path from the study file; beside the output if left out. On a
    cluster all workers have to see it."""
    gini: Literal["slice", "window", "bins"] = "slice"
    """slice: each period's scores are sorted here, exact; window: the engine sorts, exact; bins:
    scores are counted in bins, and the largest error is said."""
    bins: int = Field(default=65536, ge=16)
    """For bins: how many."""

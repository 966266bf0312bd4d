"""What a study uses of this room; loading it loads narwhals and pyarrow."""

from resilmeter.scale.files import Files, files_of, refuse_unlike
from resilmeter.scale.result import TableResult
from resilmeter.scale.run import answer_table
from resilmeter.scale.sources import engine_named, engine_of, opened
from resilmeter.scale.write import write_table

__all__ = [
    "Files",
    "TableResult",
    "answer_table",
    "engine_named",
    "engine_of",
    "files_of",
    "opened",
    "refuse_unlike",
    "write_table",
]

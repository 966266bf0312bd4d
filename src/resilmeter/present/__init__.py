"""Present: tables, figures, workbook and report; rounding and wording happen here only."""

"""Formats: what a report says, written as LaTeX, Word, Excel, and small enough for a page."""

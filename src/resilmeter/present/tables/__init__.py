"""Tidy tables: one row a fact, at full precision."""

from resilmeter.present.tables.tidy import tables

__all__ = ["tables"]

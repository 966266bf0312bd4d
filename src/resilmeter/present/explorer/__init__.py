"""The interactive part of the report: map, ranking, trajectory, profiles, look-up of any cell."""

from resilmeter.present.explorer.page import Explorer, chart_titles, explorer, left_out

__all__ = ["Explorer", "chart_titles", "explorer", "left_out"]

"""The contents of the report: its sections in reading order, and what each is made of."""

from __future__ import annotations

from collections.abc import Callable

from resilmeter.catalogue import Language
from resilmeter.present.printed.change import (
    change_dimensions_table,
    change_indicators_table,
    trend_sentence,
    trends_table,
)
from resilmeter.present.printed.choices import (
    agreement_table,
    ahp_table,
    entropy_shift_table,
    goalposts_table,
    weightings_table,
)
from resilmeter.present.printed.dagum import dagum_table
from resilmeter.present.printed.diagnosis import (
    diagnosed_dimensions_table,
    diagnosed_indicators_table,
    flips_table,
    pairs_table,
    twin_sentence,
)
from resilmeter.present.printed.drivers import (
    changes_table,
    ecological_table,
    factors_table,
    groups_table,
    interactions_table,
    risk_table,
    search_table,
)
from resilmeter.present.printed.dynamics import dynamics_tables
from resilmeter.present.printed.evidence import change_table, evidence_table, own_change_table
from resilmeter.present.printed.gaps import (
    gap_cells_table,
    gap_dimensions_table,
    gap_groups_table,
    gap_total_table,
)
from resilmeter.present.printed.grades import (
    grades_table,
    growth_sets_table,
    lead_changes_table,
    movers_table,
    standing_table,
)
from resilmeter.present.printed.inequality import decompositions_table, inequality_table
from resilmeter.present.printed.layout import Paragraph, PrintTable
from resilmeter.present.printed.levers import (
    catch_up_table,
    lever_goals_table,
    obstacle_forms_table,
    obstacle_groups_table,
    what_if_table,
)
from resilmeter.present.printed.recommendations import recommendations_table
from resilmeter.present.printed.robustness import robustness_items
from resilmeter.present.printed.space import clusters_table, gravity_table
from resilmeter.present.printed.standard import (
    coverage_table,
    diagnostics_table,
    growth_table,
    means_table,
    obstacle_counts_table,
    obstacle_top_table,
    ranking_table,
    weights_table,
)
from resilmeter.present.sentences.drivers import driver_paragraphs
from resilmeter.present.sentences.gaps import change_paragraph, net_between_paragraph
from resilmeter.result import Result

# What a section is made of: a table, a sentence, the name of a figure; None where there is none.
Item = PrintTable | Paragraph | str | None


def contents(result: Result, language: Language) -> list[tuple[str, list[Item]]]:
    """List the sections by key, each with its tables, sentences and names of figures."""
    return [(key, items(result, language)) for key, items in SECTIONS.items()]


def _data(result: Result, language: Language) -> list[Item]:
    """Lay out what was measured where."""
    return ["flow", coverage_table(result, language), "coverage", "sample_map"]


def _weights(result: Result, language: Language) -> list[Item]:
    """Lay out weights and what stands beside them; nothing where the index came from elsewhere."""
    if result.scores.method == "imported":
        return []
    return [
        weights_table(result, language), diagnostics_table(result, language),
        ahp_table(result, language),
        weightings_table(result, language), agreement_table(result, language),
        entropy_shift_table(result, language), goalposts_table(result, language),
    ]  # fmt: skip


def _diagnosis(result: Result, language: Language) -> list[Item]:
    """Lay out which indicators carry the index."""
    return [
        "importance", diagnosed_indicators_table(result, language),
        twin_sentence(result, language), flips_table(result, language),
        "correlations", pairs_table(result, language),
        diagnosed_dimensions_table(result, language),
    ]  # fmt: skip


def _levels(result: Result, language: Language) -> list[Item]:
    """Lay out levels and growth."""
    return [
        "index_growth", "group_levels", means_table(result, language), "dimension_levels",
        growth_table(result, language), "maps", "dimension_maps",
    ]  # fmt: skip


def _gaps(result: Result, language: Language) -> list[Item]:
    """Lay out inequality."""
    return [
        "gini", gap_total_table(result, language), inequality_table(result, language),
        gap_groups_table(result, language), "gini_within_between",
        net_between_paragraph(result, language), dagum_table(result, language),
        "gini_own", "gini_dagum",
        gap_dimensions_table(result, language), "gini_dimensions",
        gap_cells_table(result, language), "gap_heat", "gap_bars",
        evidence_table(result, language), decompositions_table(result, language),
        change_paragraph(result, language), change_table(result, language),
        own_change_table(result, language),
    ]  # fmt: skip


def _drivers(result: Result, language: Language) -> list[Item]:
    """Lay out what goes with the differences."""
    return [
        *driver_paragraphs(result, language),
        "drivers_q", factors_table(result, language), "drivers_over_time",
        changes_table(result, language), groups_table(result, language),
        "drivers_interactions", interactions_table(result, language), "drivers_risk",
        risk_table(result, language), ecological_table(result, language), "drivers_strata",
        search_table(result, language),
    ]  # fmt: skip


def _change(result: Result, language: Language) -> list[Item]:
    """Lay out what moved the index."""
    return [
        trend_sentence(result, language), "waterfall", change_dimensions_table(result, language),
        change_indicators_table(result, language), trends_table(result, language),
    ]  # fmt: skip


def _dynamics(result: Result, language: Language) -> list[Item]:
    """Lay out who catches up and how units move."""
    return [*dynamics_tables(result, language)]


def _space(result: Result, language: Language) -> list[Item]:
    """Lay out where scores cluster."""
    return [
        clusters_table(result, language), "cluster_map", gravity_table(result, language),
    ]  # fmt: skip


def _grades(result: Result, language: Language) -> list[Item]:
    """Lay out grades and who is ahead."""
    return [
        grades_table(result, language), "grade_shares", movers_table(result, language),
        standing_table(result, language), growth_sets_table(result, language),
        lead_changes_table(result, language),
    ]  # fmt: skip


def _obstacles(result: Result, language: Language) -> list[Item]:
    """Lay out what holds units back."""
    return [
        obstacle_counts_table(result, language), obstacle_top_table(result, language),
        obstacle_groups_table(result, language), obstacle_forms_table(result, language),
    ]  # fmt: skip


def _levers(result: Result, language: Language) -> list[Item]:
    """Lay out what would move them."""
    return [
        lever_goals_table(result, language), catch_up_table(result, language),
        what_if_table(result, language),
    ]  # fmt: skip


def _ranking(result: Result, language: Language) -> list[Item]:
    """Lay out the ranking."""
    return [ranking_table(result, language), "rank_intervals"]


def _robustness(result: Result, language: Language) -> list[Item]:
    """Lay out what other choices would say."""
    return ["method_map", *robustness_items(result, language)]


def _recommendations(result: Result, language: Language) -> list[Item]:
    """Lay out what could be done, and what it would move."""
    return [recommendations_table(result, language)]


SECTIONS: dict[str, Callable[[Result, Language], list[Item]]] = {
    "section-data": _data,
    "section-weights": _weights,
    "section-diagnosis": _diagnosis,
    "section-levels": _levels,
    "section-gaps": _gaps,
    "section-drivers": _drivers,
    "section-change": _change,
    "section-dynamics": _dynamics,
    "section-space": _space,
    "section-grades": _grades,
    "section-obstacles": _obstacles,
    "section-levers": _levers,
    "section-ranking": _ranking,
    "section-robustness": _robustness,
    "section-recommendations": _recommendations,
}

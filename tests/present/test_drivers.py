"""Figures, printed tables and sentences of drivers: their numbers and their predicates."""

from __future__ import annotations

import re

import numpy as np
import pytest

import resilmeter as rm
from resilmeter.catalogue import LANGUAGES
from resilmeter.present.figures.draw import figures
from resilmeter.present.figures.drivers import drivers_height
from resilmeter.present.printed.drivers import (
    changes_table,
    ecological_table,
    factors_table,
    groups_table,
    interactions_table,
    risk_table,
    search_table,
)
from resilmeter.present.sentences.drivers import driver_paragraphs
from resilmeter.present.sentences.headlines import headlines, method_sentences
from resilmeter.present.tables.drivers import last_rows

TABLES = (factors_table, changes_table, interactions_table, risk_table, ecological_table,
          search_table)  # fmt: skip


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    """Run the first example: 16 simulated cities with six drivers."""
    folder = tmp_path_factory.mktemp("drivers")
    rm.new_study(folder / "study", "seed-000")
    keys = ("analyze.diagnose=false", "analyze.gaps=false", "weigh.compare=[]")
    return rm.run(rm.Study.load(folder / "study" / "study.toml", keys))


def sentences(result, language="en"):
    return [paragraph.text for paragraph in driver_paragraphs(result, language)]


def told(result, p=None, changes=None, interactions=None):
    """Give the result with other corrected p-values."""
    from dataclasses import replace

    found = result.drivers
    factors = found.factors
    if p is not None:
        factors = replace(factors, table=factors.table.assign(p_adjusted=p))
    if changes is not None:
        factors = replace(factors, changes=factors.changes.assign(p_adjusted=changes))
    pairs = found.interactions
    if interactions is not None:
        table = pairs.table.assign(readable=True, p_adjusted=interactions)
        pairs = replace(pairs, table=table)
    return replace(result, drivers=replace(found, factors=factors, interactions=pairs))


def test_sixteen_cities_are_called_few_with_the_q_of_noise(simulated):
    first = sentences(simulated)[0]
    assert first.startswith("With 16 units little can be concluded")
    assert "0.13" in first  # (3 - 1)/(16 - 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_theorem_is_never_a_finding(simulated, language):
    text = "\n".join([*sentences(simulated, language), *headlines(simulated, language)])
    assert not re.search("enhance|增强", text, re.IGNORECASE)
    said = {"en": "true by construction", "zh": "定义使然"}[language]
    assert said in text


def test_the_sentence_about_drivers_follows_their_p(simulated):
    none = sentences(told(simulated, p=0.8))[1]
    assert none.startswith("In 2020, none of 6 drivers explains more")
    strongest = last_rows(simulated.drivers).iloc[0]
    assert f"q {strongest['q']:.3f}" in none
    assert f"give {strongest['q_noise']:.3f}" in none
    every = sentences(told(simulated, p=0.001))[1]
    assert every.startswith("In 2020, 6 of 6 drivers explain more")
    assert "To explain is not to cause" in every
    assert sentences(told(simulated, p=np.nan))[1].startswith("In 2020, none of 6 drivers could")


def test_the_sentence_about_change_follows_its_p(simulated):
    assert any(
        "no change of a driver's share" in s for s in sentences(told(simulated, changes=0.5))
    )
    moved = [s for s in sentences(told(simulated, changes=0.01)) if "changed beyond" in s]
    assert len(moved) == 1
    assert moved[0].count("→") == 6


def test_the_sentence_about_interactions_follows_blocks_and_tests(simulated):
    assert any("none of 15 pairs" in s for s in sentences(simulated))
    none = sentences(told(simulated, interactions=0.6))
    assert any("15 of 15 pairs of drivers can be read; none of them" in s for s in none)
    some = sentences(told(simulated, interactions=0.01))
    assert any("these do not simply add up" in s for s in some)


def test_groups_without_trees_say_why(simulated):
    assert "16 units are too few to grow a regression tree" in "\n".join(sentences(simulated))
    assert groups_table(simulated, "en") is None


def test_the_headline_is_one_line(simulated):
    lines = [line for line in headlines(simulated, "en") if "drivers" in line]
    assert len(lines) == 1
    assert len(headlines(simulated, "zh")) <= 11


def test_the_method_names_cut_classes_and_permutations(simulated):
    (line,) = [s for s in method_sentences(simulated, "en") if s.startswith("Drivers:")]
    for part in ("quantiles", "3 strata", "common to all periods", "999"):
        assert part in line


@pytest.mark.parametrize("build", TABLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_tables_are_whole(simulated, build, language):
    table = build(simulated, language)
    width = len(table.header[-1])
    assert all(len(row) == width for row in table.rows)
    assert not any("nan" in cell.text.lower() for row in table.rows for cell in row)


def test_the_table_is_ranked_by_adjusted_q_and_starred_by_corrected_p(simulated):
    table = factors_table(simulated, "en")
    adjusted = [float(row[4].text.replace("−", "-")) for row in table.rows]
    assert adjusted == sorted(adjusted, reverse=True)
    p = last_rows(simulated.drivers)["p_adjusted"]
    starred = ["star" in row[3].marks for row in table.rows]
    assert starred == (p < 0.05).tolist()
    assert "60 tests" in table.note


def test_interactions_that_are_blocked_have_no_class(simulated):
    for row in interactions_table(simulated, "en").rows:
        assert [cell.text for cell in row[7:]] == ["n/a", "n/a", "n/a", "not read"]


def test_the_program_stands_beside_where_asked(simulated):
    from dataclasses import replace

    found = simulated.drivers
    given = replace(found.given, choices=replace(found.given.choices, compat="gd"))
    result = replace(simulated, drivers=replace(found, given=given))
    titles = [cell.text for cell in factors_table(result, "en").header[-1]]
    assert titles[-2:] == ["q of gd", "p of gd"]
    assert any("program gd" in line for line in method_sentences(result, "en"))


def test_the_figures_carry_the_numbers_of_the_tables(simulated):
    drawn = figures(simulated, "zh")
    rows = last_rows(simulated.drivers)
    ax = drawn["drivers_q"].axes[0]
    own = {line.get_label(): line for line in ax.lines}
    np.testing.assert_array_equal(own["噪声 q"].get_xdata(), rows["q_noise"])
    np.testing.assert_array_equal(own["校正 q"].get_xdata(), rows["q_adjusted"])
    assert ax.get_yticklabels()[0].get_text() == "水资源量"
    heat = drawn["drivers_over_time"].axes[0]
    assert len(heat.texts) == 60
    table = simulated.drivers.factors.table
    stars = (table.loc[table["period"].notna(), "p_adjusted"] < 0.05).sum()
    assert sum(text.get_text().endswith("*") for text in heat.texts) == stars


def test_blocked_pairs_are_hatched_and_without_number(simulated):
    ax = figures(simulated, "en")["drivers_interactions"].axes[0]
    assert len(ax.patches) == 15
    assert all(patch.get_hatch() for patch in ax.patches)
    assert sum(text.get_text() == "n/a" for text in ax.texts) == 15


def test_small_panels_show_letters_and_choices(simulated):
    drawn = figures(simulated, "en")
    panels = drawn["drivers_risk"].axes[0].child_axes
    assert [panel.get_title() for panel in panels][:2] == ["Water resources", "Farmland"]
    assert [text.get_text() for text in panels[0].texts] == ["c", "b", "a"]
    strata = drawn["drivers_strata"].axes[0].child_axes
    assert any(line.get_xdata().size for line in strata[0].lines)
    assert [text.get_text() for text in strata[5].texts] == ["n/a"]  # categories are not cut


def test_figures_grow_with_the_drivers(simulated):
    assert drivers_height("drivers_risk", simulated) > drivers_height("drivers_q", simulated)


def test_without_drivers_nothing_is_said_or_drawn(tiny_result):
    assert driver_paragraphs(tiny_result, "en") == []
    assert all(build(tiny_result, "en") is None for build in (*TABLES, groups_table))
    assert not any(name.startswith("drivers") for name in figures(tiny_result, "en"))

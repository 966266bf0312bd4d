"""Values outside their theoretical bounds: refused, blanked or kept, never in silence."""

from __future__ import annotations

import pytest
from tests.studies import tiny_panel

import resilmeter as rm

INDICATORS = """code,dimension,direction,lower_bound,upper_bound
a,Care,higher,12,45
b,Care,higher,,9
c,Air,lower,20,
d,Air,higher,,
"""


@pytest.fixture
def panel(tmp_path):
    return tiny_panel(tmp_path, indicators=INDICATORS)


def test_refusal_names_every_cell(panel):
    with pytest.raises(rm.DataError) as caught:
        rm.apply_bounds(panel)
    cells = [(p.where["indicator"], p.where["unit"], p.where["period"], p.values["given"])
             for p in caught.value.problems]  # fmt: skip
    assert cells == [("a", "Ahe", 2009, 10), ("a", "Ehe", 2011, 50), ("b", "Fohe", 2011, 9.6)]
    assert "value 10 lies outside the theoretical bounds 12 to 45" in str(caught.value)
    assert "value 9.6 lies outside the theoretical bounds -inf to 9" in str(caught.value)


def test_bounds_themselves_are_allowed(panel):
    """Ehe 2009 has a = 45, Dohe 2009 a = 12 and Fohe 2011 c = 20: on the bounds."""
    kept = rm.apply_bounds(panel, "blank")
    assert kept.values.loc[("Ehe", 2009), "a"] == 45
    assert kept.values.loc[("Dohe", 2009), "a"] == 12
    assert kept.values.loc[("Fohe", 2011), "c"] == 20


def test_blanked_cells_are_missing_and_told(panel):
    blanked = rm.apply_bounds(panel, "blank")
    assert blanked.missing == 3
    assert blanked.status.loc[("Ehe", 2011), "a"] == 1
    assert [(s.key, s.where["indicator"], s.values["count"]) for s in blanked.steps] == [
        ("blanked-out-of-bounds", "a", 2), ("blanked-out-of-bounds", "b", 1),
    ]  # fmt: skip
    assert {s.level for s in blanked.steps} == {"doubt"}
    assert panel.missing == 0


def test_kept_cells_are_told(panel):
    kept = rm.apply_bounds(panel, "keep")
    assert kept.values.equals(panel.values)
    assert [(s.key, s.values["count"]) for s in kept.steps] == [
        ("kept-out-of-bounds", 2), ("kept-out-of-bounds", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("choice", ["refuse", "blank", "keep"])
def test_panel_inside_its_bounds_passes_unchanged(tmp_path, choice):
    whole = tiny_panel(tmp_path)
    assert rm.apply_bounds(whole, choice).values.equals(whole.values)
    assert rm.apply_bounds(whole, choice).steps == ()


def test_unknown_choice_is_refused(panel):
    with pytest.raises(rm.StudyError, match=r"'drop' is not known. Allowed: refuse, blank, keep"):
        rm.apply_bounds(panel, "drop")

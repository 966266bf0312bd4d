"""Replay a study with changed keys, doing again only the stages whose keys changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from resilmeter.checking import check
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import DataError, ResilmeterError, StudyError, problem, refuse
from resilmeter.framework import Direction, Framework
from resilmeter.panel import Panel
from resilmeter.prepare import Scaled, apply_bounds, per_capita
from resilmeter.sections import validated
from resilmeter.study.inputs import goalposts, read_study_panel, weighting_choices
from resilmeter.study.provenance import LEARNED
from resilmeter.study.schema import Study
from resilmeter.study.stages import filled, scale, treated
from resilmeter.study.tried import with_other
from resilmeter.weighting import Choices, weights_left

T = TypeVar("T")
OPPOSITE: dict[str, Direction] = {"higher": "lower", "lower": "higher"}
# Results of each stage that are kept for variants to come: panels are large, weights small.
MOST_KEPT = {"panel": 8, "filled": 16, "scaled": 32, "choices": 32, "weights": 50_000}


class Replay:
    """Stages of a study and its variants; what two of them share is computed once.

    Parameters
    ----------
    study : Study
        The study that variants change.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self._keys = study.as_run()
        self._kept: dict[str, OrderedDict[tuple[str, ...], Any]] = {}

    def changed(self, keys: Mapping[str, Any]) -> Study:
        """Return the study with other values of some keys, such as {"weigh.method": "equal"}.

        Raises
        ------
        StudyError
            Unknown keys, or values that are not allowed.
        """
        study, found = validated(Study, with_other(self._keys, keys), "")
        refuse(StudyError, [replace(p, where={"key": p.where["key"]}) for p in found])
        if study is None:
            raise AssertionError("a study without problems was not built")
        return study.in_folder(self.study.folder)

    def scaled(
        self, study: Study, dropped: tuple[str, ...] = (), turned: tuple[str, ...] = ()
    ) -> Scaled:
        """Read, prepare and scale, without the dropped indicators, with some directions turned."""
        keys = (study.data, study.prepare, study.seed, dropped, turned)
        if dropped and alone(study):
            whole = self.scaled(study, (), turned)
            return self._once("scaled", keys, lambda: _without(whole, dropped))
        return self._once("scaled", keys, lambda: self._scale(study, dropped, turned))

    def weights(
        self, study: Study, dropped: tuple[str, ...] = (), turned: tuple[str, ...] = ()
    ) -> FloatArray:
        """Weigh what is left: (1, k), or (periods, k) where periods are weighed by themselves."""
        keys = (study.data, study.prepare, study.weigh, study.seed, dropped, turned)
        return self._once("weights", keys, lambda: self._weigh(study, dropped, turned))

    def choices(self, study: Study) -> Choices:
        """Gather what the weighting needs, reading its files."""
        return self._once("choices", (study.weigh,), lambda: weighting_choices(study))

    def _scale(self, study: Study, dropped: tuple[str, ...], turned: tuple[str, ...]) -> Scaled:
        prepare = study.prepare
        keys = (study.data, prepare.interpolate, prepare.impute, study.seed, dropped, turned)
        whole = self._once("filled", keys, lambda: self._fill(study, dropped, turned))
        return scale(study, treated(study, whole), goalposts(study))

    def _fill(self, study: Study, dropped: tuple[str, ...], turned: tuple[str, ...]) -> Panel:
        panel = self._once("panel", (study.data,), lambda: _read(study))
        chosen = _with_framework(panel, _turned(panel.framework, turned).without(dropped))
        return per_capita(filled(study, apply_bounds(chosen, study.data.out_of_bounds)))

    def _weigh(self, study: Study, dropped: tuple[str, ...], turned: tuple[str, ...]) -> FloatArray:
        # Where each column is prepared by itself, what is left needs no values of its own.
        scaled = self.scaled(study, () if alone(study) else dropped, turned)
        choices = self.choices(study)
        if not alone(study) and dropped:
            choices = choices.only(scaled.panel.framework)
        return weights_left(scaled, dropped, method=study.weigh.method, choices=choices)

    def _once(self, stage: str, keys: tuple[Any, ...], step: Callable[[], T]) -> T:
        """Take a step once for the same keys; a refusal is remembered too."""
        kept = self._kept.setdefault(stage, OrderedDict())
        name = tuple(map(repr, keys))
        if name not in kept:
            kept[name] = _attempted(step)
            while len(kept) > MOST_KEPT[stage]:
                kept.popitem(last=False)
        kept.move_to_end(name)
        found: T | ResilmeterError = kept[name]
        if isinstance(found, ResilmeterError):
            raise found
        return found


def alone(study: Study) -> bool:
    """Tell whether each indicator is prepared by itself, whatever others there are."""
    return study.prepare.impute.method not in LEARNED


def _attempted(step: Callable[[], T]) -> T | ResilmeterError:
    try:
        return step()
    except ResilmeterError as error:
        return error


def _read(study: Study) -> Panel:
    panel = read_study_panel(study)
    refuse(DataError, check(panel).problems)
    return panel


def _turned(framework: Framework, codes: tuple[str, ...]) -> Framework:
    """Turn the direction of indicators; those with a best interval cannot be turned."""
    refuse(StudyError, [
        problem("cannot-turn", {"indicator": code}, allowed=_can_turn(framework))
        for code in codes if code not in _can_turn(framework)
    ])  # fmt: skip
    return Framework(tuple(
        replace(i, direction=OPPOSITE[i.direction]) if i.code in codes else i
        for i in framework.indicators
    ))  # fmt: skip


def _can_turn(framework: Framework) -> list[str]:
    return [i.code for i in framework.indicators if i.direction in OPPOSITE]


def _with_framework(panel: Panel, framework: Framework) -> Panel:
    codes = list(framework.codes)
    return replace(
        panel, framework=framework, values=panel.values[codes], status=panel.status[codes]
    )


def _without(scaled: Scaled, dropped: tuple[str, ...]) -> Scaled:
    framework = scaled.panel.framework.without(dropped)
    return replace(
        scaled,
        panel=_with_framework(scaled.panel, framework),
        values=scaled.values[list(framework.codes)],
    )

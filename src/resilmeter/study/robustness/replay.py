"""Replay a study with changed keys, doing again only the stages whose keys changed."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from resilmeter.checking import check
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import DataError, ResilmeterError, StudyError, problem, refuse
from resilmeter.framework import Direction, Framework
from resilmeter.panel import Panel
from resilmeter.prepare import Scaled, apply_bounds, per_capita
from resilmeter.study.inputs import goalposts, read_study_panel, weighting_choices
from resilmeter.study.load import validated
from resilmeter.study.provenance import LEARNED
from resilmeter.study.schema import Study
from resilmeter.study.stages import filled, scale, treated
from resilmeter.weighting import Choices, Weights, weigh

T = TypeVar("T")
OPPOSITE: dict[str, Direction] = {"higher": "lower", "lower": "higher"}
# Results of stages that are kept for variants to come; each holds a panel or two.
MOST_KEPT = 64


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
        self._kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()

    def changed(self, keys: Mapping[str, Any]) -> Study:
        """Return the study with other values of some keys, such as {"weigh.method": "equal"}.

        Raises
        ------
        StudyError
            Unknown keys, or values that are not allowed.
        """
        data = json.loads(json.dumps(self._keys))
        for key, value in keys.items():
            *path, last = key.split(".")
            section = data
            for name in path:
                section = section.setdefault(name, {}) if isinstance(section, dict) else {}
            section[last] = value
        study, found = validated(Study, data, "")
        refuse(StudyError, [replace(p, where={"key": p.where["key"]}) for p in found])
        if study is None:
            raise AssertionError("a study without problems was not built")
        return study.in_folder(self.study.folder)

    def scaled(
        self, study: Study, dropped: tuple[str, ...] = (), turned: tuple[str, ...] = ()
    ) -> Scaled:
        """Read, prepare and scale, without the dropped indicators, with some directions turned."""
        if dropped and study.prepare.impute.method not in LEARNED:
            # Each column is prepared by itself, so that leaving one out changes no other.
            whole = self.scaled(study, (), turned)
            return self._once("subset", (study.data, study.prepare, study.seed, dropped, turned),
                              lambda: _without(whole, dropped))  # fmt: skip
        keys = (study.data, study.prepare, study.seed, dropped, turned)
        return self._once("scaled", keys, lambda: self._scale(study, dropped, turned))

    def weights(
        self, study: Study, dropped: tuple[str, ...] = (), turned: tuple[str, ...] = ()
    ) -> Weights:
        """Weigh what `scaled` gives."""
        keys = (study.data, study.prepare, study.weigh, study.seed, dropped, turned)
        return self._once("weights", keys, lambda: self._weigh(study, dropped, turned))

    def _scale(self, study: Study, dropped: tuple[str, ...], turned: tuple[str, ...]) -> Scaled:
        panel = self._once("panel", (study.data,), lambda: _read(study))
        chosen = _with_framework(panel, _turned(panel.framework, turned).without(dropped))
        within = apply_bounds(chosen, study.data.out_of_bounds)
        return scale(study, treated(study, per_capita(filled(study, within))), goalposts(study))

    def _weigh(self, study: Study, dropped: tuple[str, ...], turned: tuple[str, ...]) -> Weights:
        scaled = self.scaled(study, dropped, turned)
        choices = self._once("choices", (study.weigh,), lambda: weighting_choices(study))
        kept = _only(choices, scaled.panel.framework) if dropped else choices
        return weigh(scaled, method=study.weigh.method, choices=kept, describe=False)

    def _once(self, stage: str, keys: tuple[Any, ...], step: Callable[[], T]) -> T:
        """Take a step once for the same keys; a refusal is remembered too."""
        name = (stage, *map(repr, keys))
        if name not in self._kept:
            self._kept[name] = _attempted(step)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(name)
        found: T | ResilmeterError = self._kept[name]
        if isinstance(found, ResilmeterError):
            raise found
        return found


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


def _only(choices: Choices, framework: Framework) -> Choices:
    """Keep given and fixed weights of the indicators and dimensions that are left."""
    codes, dimensions = set(framework.codes), set(framework.dimensions)
    return replace(
        choices,
        given={code: w for code, w in choices.given.items() if code in codes},
        fixed={code: w for code, w in choices.fixed.items() if code in codes},
        dimension_weights={
            name: w for name, w in choices.dimension_weights.items() if name in dimensions
        },
    )


def embedded(weights: FloatArray, codes: tuple[str, ...], whole: tuple[str, ...]) -> FloatArray:
    """Put weights of some indicators in their places among all, 0 elsewhere."""
    out = np.zeros(len(whole))
    out[[whole.index(code) for code in codes]] = weights
    return out

"""Put other values into the keys of a study, and name the keys that no study has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from resilmeter.errors import Problem
from resilmeter.sections import validated
from resilmeter.study.schema import Study


def with_other(keys: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Copy the keys of a study with other values, such as {"weigh.method": "equal"}."""
    data: dict[str, Any] = json.loads(json.dumps(keys))
    for key, value in changes.items():
        *path, last = key.split(".")
        section = data
        for name in path:
            # What is no section becomes one, so that the wrong key is refused and not ignored.
            if not isinstance(section.get(name), dict):
                section[name] = {}
            section = section[name]
        section[last] = value
    return data


def unknown_tried(study: Study, over: Mapping[str, Sequence[Any]]) -> Iterator[Problem]:
    """Find keys to try that no study has, whatever their values.

    Parameters
    ----------
    study : Study
        The study whose keys are to be varied.
    over : mapping of str to sequence
        Values by key.

    Yields
    ------
    Problem
        Names the key and the nearest valid one.
    """
    own = study.as_run()
    for key, values in over.items():
        found = validated(Study, with_other(own, dict.fromkeys([key], *values[:1])), "")[1]
        for p in found:
            if p.key == "unknown-key":
                yield replace(p, where={"key": p.where["key"]})

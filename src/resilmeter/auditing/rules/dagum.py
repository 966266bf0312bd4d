"""Dagum's parts and the groups' own Gini coefficients, recovered from print (facts 2 and 3)."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, shown, spanned
from resilmeter.auditing.kinds import BETWEEN
from resilmeter.auditing.printed import Printed
from resilmeter.core.intervals import Interval


def parts(facts: Facts) -> Iterator[Finding]:
    """Recover net between and transvariation; net between cannot exceed the whole between."""
    for period in facts.periods("gini", ""):
        net, gross = facts.net_between(period), facts.value("gap", BETWEEN, period)
        gini = facts.printed("gini", "", period)
        if net is None or gross is None or gini is None:
            continue
        possible = float(net.low) <= float(gross.high)
        digits = gini.decimals
        # the three parts add up to the Gini coefficient as printed, so their shares do to 100
        share = {"share": net, "overlap": gross - net, "inside": gini.interval - gross}
        yield Finding(
            rule="net-between", verdict="agrees" if possible else "cannot-be", of=period,
            key="net-between" if possible else "net-between-impossible",
            computed=shown(float(net.best), digits), source=facts.sources.get("means", ""),
            values={**spanned(net, digits), "gross": shown(float(gross.best), digits),
                    **{name: shown(100.0 * float(part.best) / gini.value, 1)
                       for name, part in share.items()}},
            bounds=net,
        )  # fmt: skip


def change(facts: Facts) -> Iterator[Finding]:
    """Hold the change of the gap between group means beside that of the whole between."""
    periods = [p for p in facts.periods("gini", "") if facts.net_between(p) is not None
               and facts.value("gap", BETWEEN, p) is not None]  # fmt: skip
    if len(periods) < 2:
        return
    start, end = periods[0], periods[-1]
    net, gross = (_ends(facts, name, (start, end)) for name in ("net-between", "gap"))
    opposed = _direction(*net) * _direction(*gross) < 0
    digits = min(p.decimals for p in _ginis(facts))
    yield Finding(
        rule="net-between-change",
        verdict="says-otherwise" if opposed and _claimed(facts) else "agrees",
        of=f"{start} … {end}", claimed=_move(*gross, digits) if _claimed(facts) else "",
        computed=_move(*net, digits),
        key="net-between-opposed" if opposed else "net-between-change",
        source=facts.sources.get("group-shares", ""),
        values={"start": start, "end": end, "gross": _move(*gross, digits),
                "net": _move(*net, digits), "net_change": _per_cent(*net),
                "gross_change": _per_cent(*gross), **spanned(net[1], digits)},
        bounds=net[1],
    )  # fmt: skip


def _claimed(facts: Facts) -> bool:
    """Tell whether the text speaks of the change of the gap between groups."""
    return any(
        claim.measure == "gap" and claim.of == BETWEEN and claim.says in {"rose", "fell", "change"}
        for claim in facts.keys.claim
    )


def _ginis(facts: Facts) -> list[Printed]:
    return [p for period in facts.periods("gini", "") if (p := facts.printed("gini", "", period))]


def _ends(facts: Facts, measure: str, periods: tuple[str, str]) -> tuple[Interval, Interval]:
    of = BETWEEN if measure == "gap" else ""
    first, last = (facts.value(measure, of, period) for period in periods)
    if first is None or last is None:
        raise AssertionError("periods were chosen where both are known")
    return first, last


def _direction(first: Interval, last: Interval) -> int:
    """Return 1 for a rise beyond rounding, -1 for a fall, 0 where rounding hides it."""
    return int(first.below(last)) - int(last.below(first))


def _move(first: Interval, last: Interval, digits: int) -> str:
    return f"{shown(float(first.best), digits)} → {shown(float(last.best), digits)}"


def _per_cent(first: Interval, last: Interval) -> str:
    if float(first.best) <= 0:
        return "n/a"
    return f"{100.0 * (float(last.best) / float(first.best) - 1.0):+.1f}".replace("-", "\u2212")


def own(facts: Facts) -> Iterator[Finding]:
    """Recover each group's own Gini coefficient, which a contribution is not."""
    for period in facts.periods("gini", ""):
        found = {g: value for g in facts.groups
                 if (value := facts.value("own-gini", g, period)) is not None}  # fmt: skip
        for group, value in found.items():
            possible = float(value.low) <= 1.0
            yield Finding(
                rule="own-gini", verdict="agrees" if possible else "cannot-be",
                key="own-gini" if possible else "own-gini-impossible",
                of=f"{group}, {period}", computed=shown(float(value.best), 4),
                source=facts.sources.get("group-shares", ""),
                values={"group": group, "period": period, "place": _place(found, group),
                        "groups": len(found), **spanned(value, 4)},
                bounds=value,
            )  # fmt: skip


def _place(found: dict[str, Interval], group: str) -> int:
    return 1 + sum(float(v.best) > float(found[group].best) for v in found.values())

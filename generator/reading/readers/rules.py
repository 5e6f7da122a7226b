"""Lines drawn on a page in pieces, and twice → the whole lines that a reader of the page sees. Geometry only.

All lengths are points; x grows to the right, y downwards. A line is `level` (it has one y) or upright (it has one x).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

SNAP = 3.0
"""Lines nearer than this are one line: borders of neighbouring cells are often drawn twice, 1 to 2 points apart."""
LEVEL, UPRIGHT = True, False


class Rule(NamedTuple):
    """One drawn line: `at` is its y when `level`, its x otherwise; it runs from `start` to `end` on the other axis.

    (There are hundreds of lines and cells a page, so these are no dataclasses.)
    """

    level: bool
    at: float
    start: float
    end: float


def merged(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Join the pieces of lines that lie on each other or end to end."""
    for strip in _strips(sorted(rules, key=_at)):
        for run in _runs(strip) if len(strip) > 1 else [strip]:
            if len(run) == 1:
                yield run[0]
                continue
            found = [run] if strip[-1].at - strip[0].at <= SNAP else clusters(sorted(run, key=_at))
            for cluster in found:
                weight = sum(rule.end - rule.start for rule in cluster) or 1.0
                at = sum(rule.at * (rule.end - rule.start) for rule in cluster) / weight
                for part in _runs(cluster) if len(run) > len(cluster) else [cluster]:
                    yield Rule(part[0].level, at, part[0].start, max(rule.end for rule in part))


def _at(rule: Rule) -> float:
    return rule.at


def _start(rule: Rule) -> float:
    return rule.start


def _strips(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Group lines, sorted by their place, each of which is nearer than `SNAP` to the next."""
    strip = list(rules[:1])
    for rule in rules[1:]:
        if rule.at - strip[-1].at > SNAP:
            yield strip
            strip = []
        strip.append(rule)
    if strip:
        yield strip


def _runs(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Group lines that go on where another one ends: what lies elsewhere along the page is another table's."""
    ordered = sorted(rules, key=_start)
    run, end = ordered[:1], ordered[0].end
    for rule in ordered[1:]:
        if rule.start > end + SNAP:
            yield run
            run = []
        run.append(rule)
        end = max(end, rule.end)
    yield run


def clusters(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Group lines, sorted by their place, that are nearer than `SNAP` to the first of their group."""
    cluster: list[Rule] = []
    for rule in rules:
        if cluster and rule.at - cluster[0].at > SNAP:
            yield sorted(cluster, key=lambda one: one.start)
            cluster = []
        cluster.append(rule)
    if cluster:
        yield sorted(cluster, key=lambda one: one.start)

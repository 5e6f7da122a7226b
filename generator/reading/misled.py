"""Sums as witnesses of where numbers belong, and when they are none: an agency's own sums may be wrong.

A sum that is wrong in the report sets the true placement aside, and may let a false one stand.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.reading.observe import Field
from generator.records.figures import Absence, Figure, Number, Reading, fold
from generator.records.forms import FormRow, Identity

Placement = tuple[Reading | None, ...]


@dataclass(frozen=True, slots=True)
class Surplus:
    """What is known of numbers too many: do they stand in this row `alone`; has the table a column of a `subtotal`."""

    alone: bool = False
    subtotal: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """A row of the form, the fields printed for it, every placement of these, and those that break no sum."""

    row: FormRow
    printed: Sequence[Field]
    every: Sequence[Placement]
    kept: Sequence[Placement]


def is_misleading(trial: Trial, known: Mapping[str, Figure], rules: Sequence[Identity], surplus: Surplus) -> bool:
    """Tell whether the sums may have set aside the true placement of a row's numbers.

    They may when one of them can be tested and no placement makes it hold, and when a subtotal stands in the place of
    the total.
    """
    return any(_never_holds(rule, trial, known) for rule in rules) or (surplus.subtotal and _drops_an_end(trial))


def _never_holds(rule: Identity, trial: Trial, known: Mapping[str, Figure]) -> bool:
    tried = [{**known, **values_of(placement, trial.row)} for placement in trial.every]
    return not any(is_kept(rule, figures) for figures in tried) and any(is_broken(rule, figures) for figures in tried)


def _drops_an_end(trial: Trial) -> bool:
    """Tell whether the first or the last number of a row of 表三 is left out: subtotals stand between."""
    if len(trial.printed) <= len(trial.row.cells) or trial.row.table != "applications":
        return False
    ends = trial.printed[0].text, trial.printed[-1].text
    return any((_printed(placement)[0], _printed(placement)[-1]) != ends for placement in trial.kept)


def possible_too(trial: Trial, known: Mapping[str, Figure], rules: Sequence[Identity]) -> list[Placement]:
    """Give the placements that leave out numbers which stand twice side by side, and that one wrong sum would refute.

    A number in 表三 belongs to two sums, one in 表四 to one. Where such a placement breaks none, no sum need be wrong,
    and only those are given that leave out other numbers than noughts: noughts stand side by side everywhere.
    """
    most = 2 if trial.row.table == "applications" else 1
    without = set(_without_doubled(trial.printed, len(trial.row.cells)))
    if any(_printed(placement) in without for placement in trial.kept):
        without = set(_without_doubled(trial.printed, len(trial.row.cells), noughts=False))
    found = [placement for placement in trial.every if _printed(placement) in without]
    return [placement for placement in found if _broken(placement, trial.row, known, rules) <= most]


def _printed(placement: Placement) -> tuple[str, ...]:
    return tuple(one.printed if one else "" for one in placement)


def _broken(placement: Placement, row: FormRow, known: Mapping[str, Figure], rules: Sequence[Identity]) -> int:
    figures = {**known, **values_of(placement, row)}
    return sum(is_broken(rule, figures) for rule in rules)


def _without_doubled(printed: Sequence[Field], due: int, *, noughts: bool = True) -> Iterator[tuple[str, ...]]:
    texts = [field.text for field in printed]
    doubled = [n for n in range(1, len(texts)) if texts[n] == texts[n - 1] and (noughts or not _is_nought(texts[n]))]
    for left_out in itertools.combinations(doubled, max(len(texts) - due, 0)):
        if left_out:
            yield tuple(text for n, text in enumerate(texts) if n not in left_out)


def _is_nought(text: str) -> bool:
    return fold(text).strip() == "0"


def values_of(placement: Placement, row: FormRow) -> dict[str, Figure]:
    """Give the figures of a row's cells as a placement has them."""
    return {
        cell.name: reading.figure if reading else Absence.MISSING
        for cell, reading in zip(row.cells, placement, strict=True)
    }


def adds_up(row: FormRow, placement: Placement, rules: Iterable[Identity]) -> bool:
    """Tell whether a row's own sums are there, are right and are no nought: nought is the sum of anything left out."""
    figures = values_of(placement, row)
    own = [rule for rule in rules if figures.keys() >= set(rule.cells)]
    return bool(own) and all(is_kept(rule, figures) and _sum(rule.left, figures) for rule in own)


def is_broken(identity: Identity, figures: Mapping[str, Figure]) -> bool:
    """Tell whether an identity is refuted: all its cells hold numbers, and the two sums differ."""
    left = _sum(identity.left, figures)
    right = _sum(identity.right, figures)
    return left is not None and right is not None and left != right


def is_kept(identity: Identity, figures: Mapping[str, Figure]) -> bool:
    """Tell whether an identity is confirmed: all its cells hold numbers, and the two sums are alike."""
    left = _sum(identity.left, figures)
    return left is not None and left == _sum(identity.right, figures)


def _sum(names: Iterable[str], figures: Mapping[str, Figure]) -> Number | None:
    total: Number = 0
    for name in names:
        figure = figures.get(name, Absence.MISSING)
        if isinstance(figure, Absence):
            return None
        total += figure
    return total

"""Sums as witnesses of where numbers belong, and when they are none: an agency's own sums may be wrong.

A sum that is wrong in the report sets the true placement aside, and may let a false one stand.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.reading.observe import Field
from generator.records.figures import Absence, Figure, Number, Reading, fold
from generator.records.forms import FormRow, Identity

Placement = tuple[Reading | None, ...]
_LITTLE: Final = 10
_TENTH: Final = 10


@dataclass(frozen=True, slots=True)
class Surplus:
    """What is known of numbers too many: do they stand in this row `alone`; has the table a column of a `subtotal`.

    `place` is where in most rows one stands that their sums leave out, counted from 0.
    """

    alone: bool = False
    subtotal: bool = False
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A row of the form, the fields printed for it, every placement of these, and those that break no sum."""

    row: FormRow
    printed: Sequence[Field]
    every: Sequence[Placement]
    kept: Sequence[Placement]


def is_misleading(trial: Trial, known: Mapping[str, Figure], rules: Sequence[Identity], surplus: Surplus) -> bool:
    """Tell whether the sums may have set aside the true placement of a row's numbers.

    They may when one of them can be tested and no placement makes it hold, when a subtotal stands in the place of
    the total, and when they leave out another number than those of most rows.
    """
    if any(_never_holds(rule, trial, known) for rule in rules) or (surplus.subtotal and _drops_an_end(trial)):
        return True
    return surplus.place is not None and _leaves_out_another(trial, surplus.place)


def _leaves_out_another(trial: Trial, place: int) -> bool:
    texts = tuple(field.text for field in trial.printed)
    usual = texts[:place] + texts[place + 1 :]
    return len(usual) == len(trial.row.cells) and all(_printed(placement) != usual for placement in trial.kept)


def _never_holds(rule: Identity, trial: Trial, known: Mapping[str, Figure]) -> bool:
    tried = [{**known, **values_of(placement, trial.row)} for placement in trial.every]
    return not any(is_kept(rule, figures) for figures in tried) and any(is_broken(rule, figures) for figures in tried)


def _drops_an_end(trial: Trial) -> bool:
    """Tell whether the first or the last number of a row of 表三 is left out: subtotals stand between."""
    if len(trial.printed) <= len(trial.row.cells) or trial.row.table != "applications":
        return False
    ends = trial.printed[0].text, trial.printed[-1].text
    return any((_printed(placement)[0], _printed(placement)[-1]) != ends for placement in trial.kept)


def possible_too(
    trial: Trial, known: Mapping[str, Figure], rules: Sequence[Identity], surplus: Surplus
) -> list[Placement]:
    """Give the placements that one wrong figure in the report would explain, though sums refute them.

    `rules` are the sums that concern the row; `known` the figures already placed by the file itself.
    """
    many = len(trial.printed) > len(trial.row.cells)
    if many and not surplus.alone:
        return []
    doubled = set(_without_doubled(trial.printed, len(trial.row.cells)))
    if many and any(_printed(placement) in doubled for placement in trial.kept):
        noughts = [
            one for one in trial.every if _printed(one) in doubled and _is_wrong_by_little(one, trial, known, rules)
        ]
        return [*_doubled_too(trial, known, rules, noughts=False), *noughts]
    nearly = [placement for placement in trial.every if _is_nearly_held(placement, trial, known, rules)]
    return [*nearly, *(_doubled_too(trial, known, rules, noughts=True) if many else [])]


def _doubled_too(
    trial: Trial, known: Mapping[str, Figure], rules: Sequence[Identity], *, noughts: bool
) -> list[Placement]:
    """Give the placements that leave out numbers which stand twice side by side, and that one wrong sum would refute.

    Where such a placement breaks none, no sum need be wrong, and only those are given that leave out other numbers than
    `noughts`: these stand side by side everywhere. A nought may be what is printed twice there where the sums would
    then be wrong by little.
    """
    without = set(_without_doubled(trial.printed, len(trial.row.cells), noughts=noughts))
    found = [placement for placement in trial.every if _printed(placement) in without]
    return [placement for placement in found if len(_broken(placement, trial.row, known, rules)) <= _most_broken(trial)]


def _most_broken(trial: Trial) -> int:
    """Give how many sums one wrong figure breaks: in 表三 those of its row and of its column, in 表四 one."""
    return 2 if trial.row.table == "applications" else 1


def _is_nearly_held(placement: Placement, trial: Trial, known: Mapping[str, Figure], rules: Sequence[Identity]) -> bool:
    """Tell whether one figure that is wrong by little explains every sum that a placement breaks.

    Of numbers too many only those that put broken ones together are asked.
    """
    if len(trial.printed) > len(trial.row.cells) and "".join(_printed(placement)) != _whole(trial.printed):
        return False
    return _is_wrong_by_little(placement, trial, known, rules)


def _is_wrong_by_little(
    placement: Placement, trial: Trial, known: Mapping[str, Figure], rules: Sequence[Identity]
) -> bool:
    """Tell whether a placement breaks sums, and one figure wrong by little explains it: row and column by the same."""
    broken = _broken(placement, trial.row, known, rules)
    across = [gap for rule, gap, _ in broken if not _is_own(rule, trial.row)]
    if not broken or len(across) > 1 or len(broken) > _most_broken(trial):
        return False
    gaps = {gap for _, gap, _ in broken}
    return len(gaps) == 1 and all(gap <= max(_LITTLE, whole / _TENTH) for _, gap, whole in broken)


def _whole(printed: Sequence[Field]) -> str:
    return "".join(fold(field.text).strip() for field in printed)


def _is_own(rule: Identity, row: FormRow) -> bool:
    return {cell.name for cell in row.cells}.issuperset(rule.cells)


def _printed(placement: Placement) -> tuple[str, ...]:
    return tuple(one.printed if one else "" for one in placement)


def _broken(
    placement: Placement, row: FormRow, known: Mapping[str, Figure], rules: Sequence[Identity]
) -> list[tuple[Identity, Number, Number]]:
    """Give the sums that a placement breaks, by how much, and the larger of the two sides."""
    figures = {**known, **values_of(placement, row)}
    found: list[tuple[Identity, Number, Number]] = []
    for rule in rules:
        left, right = _sum(rule.left, figures), _sum(rule.right, figures)
        if left is not None and right is not None and left != right:
            found.append((rule, max(left, right) - min(left, right), max(left, right)))
    return found


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

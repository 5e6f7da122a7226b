"""Rows that stand beside numbers without a place: the rest of a broken row may lie there."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.reading.group_pieces import is_group_piece
from generator.reading.labels import SURE, fragments, holds, normal, row_labels, similarity
from generator.reading.misled import is_kept
from generator.reading.narrative import is_residue
from generator.reading.observe import Observed, begins_label
from generator.records.figures import Figure
from generator.records.forms import FormRow, Identity

WHY: Final = "紧邻的一行还有没有归属的数字，可能是同一行折成两行"
_FEW: Final = 4
_LIKE: Final = 0.5
_SHORT: Final = 4
_ORDINAL: Final = re.compile("[1-9]")
_LAST_ORDINAL: Final = re.compile("(?<=[\u3400-\u9fff])[1-9]$")
_HELD: Final = 0.6


def summed(rows: Sequence[FormRow], figures: Mapping[str, Figure], rules: Sequence[Identity]) -> Iterator[str]:
    """Give the names of the rows whose own sum is there and is right, in 表四 all three."""
    for row in rows:
        names = {cell.name for cell in row.cells}
        own = [rule for rule in rules if names.issuperset(rule.cells)]
        if own and all(is_kept(rule, figures) for rule in own):
            yield row.name


def doubtful(
    seen: Sequence[Observed],
    spare: Sequence[Observed],
    rows: Sequence[FormRow],
    placed: Mapping[str, Observed],
    sure: frozenset[str],
) -> frozenset[str]:
    """Give the names of the rows of the form that such numbers may belong to: those beside them, and lost ones there.

    A cell's number may be broken over two lines, or a row's label stand around the numbers of another; and where a row
    is empty its numbers may stand in the next one. `rows` are the form's, in order; `placed` the observed rows by name;
    `spare` those of all `seen` with numbers that found no place; `sure` names the rows whose own sum is right. Beside
    these one number alone is that of a page: without the rest of one of its numbers a row does not add up. Of two rows
    without labels of which one found a place, and does not add up, it may be the other's.
    """
    torn = {item.order for item in spare if _is_torn(item)}
    tails = {item.order for item in spare if _is_torn(item) and _is_tail(item)}
    few = {item.order for item in spare if _is_rest(item)}
    lone = {item.order for item in spare if item.order in few and item.count == 1}
    bare = {item.order for item in spare if item.count and not item.label}
    near = _nearest(seen)
    beside = {
        name
        for name, item in placed.items()
        if (not item.ruled and _is_beside(item, tails, torn))
        or (not item.ruled and near[item.order] & (few - lone if name in sure else few))
        or (not item.count and {item.order - 1, item.order + 1} & bare and _of_block(seen, item))
        or (not (item.ruled or item.label or name in sure) and near[item.order] & bare)
    }
    beside |= {
        *_shifted(seen, bare, rows, placed),
        *_misnamed(rows, placed, sure),
        *_cut_off(near, spare, rows, placed),
        *_two_in_one(rows, placed),
        *_under_another_ordinal(rows, placed),
    }
    beside |= {*_glued(seen, rows, placed), *_trailed(seen, rows, placed), *_named_apart(seen, rows, placed)}
    pairs = (*itertools.pairwise(rows), *itertools.pairwise(reversed(rows)))
    return frozenset(beside | {row.name for row, other in pairs if other.name in beside and row.name not in placed})


def _shifted(
    seen: Sequence[Observed], bare: set[int], rows: Sequence[FormRow], placed: Mapping[str, Observed]
) -> Iterator[str]:
    """Give the rows without a label between a lost row of the form and numbers without a place: it may be that row."""
    for one, row, other in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        item = placed.get(row.name)
        if item is None or item.label:
            continue
        before, after = _nearest_of(seen, item)
        lost_before = one is not None and one.name not in placed
        lost_after = other is not None and other.name not in placed
        if (lost_before and after in bare) or (lost_after and before in bare):
            yield row.name


def _cut_off(
    near: Mapping[int, set[int]], spare: Sequence[Observed], rows: Sequence[FormRow], placed: Mapping[str, Observed]
) -> Iterator[str]:
    """Give the rows without numbers beside a piece of their label that has some: a page's end may have cut them off."""
    for row in rows:
        item = placed.get(row.name)
        pieces = [] if item is None or item.count else [each for each in spare if each.order in near[item.order]]
        labels = row_labels(row)
        if any(each.label and any(normal(each.label) in label for label in labels) for each in pieces):
            yield row.name


def _under_another_ordinal(rows: Sequence[FormRow], placed: Mapping[str, Observed]) -> Iterator[str]:
    """Give the rows without rules whose label ends, before the numbers, with the ordinal of another row."""
    for row in rows:
        item = placed.get(row.name)
        ends = _LAST_ORDINAL.search(normal(item.label)) if item and not item.ruled else None
        own = _ORDINAL.match(normal(row.label))
        if ends and own and ends[0] != own[0]:
            yield row.name


def _two_in_one(rows: Sequence[FormRow], placed: Mapping[str, Observed]) -> Iterator[str]:
    """Give the rows whose label holds all of a lost row's beside it: the numbers may be the lost one's."""
    for row, lost in _beside_lost(rows, placed):
        own = normal(placed[row.name].label)
        others = (normal(each.label) for each in lost)
        if any(len(other) > _SHORT and other in own and other not in normal(row.label) for other in others):
            yield row.name


def _glued(seen: Sequence[Observed], rows: Sequence[FormRow], placed: Mapping[str, Observed]) -> Iterator[str]:
    """Give the rows without rules whose label is whole only with the pieces around it, which hold a lost row's too.

    Of two rows whose labels stand in one, either may be the one whose numbers are lost; and where the piece before the
    numbers ends a lost row's label and not the row's own, they are the lost row's.
    """
    for row, lost in _beside_lost(rows, placed):
        item = placed[row.name]
        if item.ruled or not item.label or is_named(item, row):
            continue
        if _ends(item, lost) and not _ends(item, [row]):
            yield row.name
            continue
        pieces = fragments(seen, item.order, -1)[-1:], [item.label], fragments(seen, item.order, 1, named=True)[-1:]
        text = normal("".join(itertools.chain(*pieces)))
        if any(holds(text, label) >= _HELD for each in lost for label in row_labels(each)[:1]):
            yield row.name


def _trailed(seen: Sequence[Observed], rows: Sequence[FormRow], placed: Mapping[str, Observed]) -> Iterator[str]:
    """Give the rows before whose numbers a whole label stands, and behind them the end of a lost row's: its numbers."""
    for row, lost in _beside_lost(rows, placed):
        item = placed[row.name]
        behind = [] if item.ruled or item.label else fragments(seen, item.order, 1)[:1]
        if not any(label.endswith(normal(end)) for end in behind for each in lost for label in row_labels(each)):
            continue
        before = {normal(text) for text in fragments(seen, item.order, -1)}
        if any(similarity(text, label) >= SURE for text in before for label in row_labels(row)):
            yield row.name


def _named_apart(seen: Sequence[Observed], rows: Sequence[FormRow], placed: Mapping[str, Observed]) -> Iterator[str]:
    """Give the rows of 表二 under a worn label directly beside the whole one, which has no number: it may be another's.

    There no sums tell, and labels are seldom broken over lines.
    """
    for row in rows:
        item = placed.get(row.name)
        if item is None or row.table != "proactive" or not item.label or is_named(item, row):
            continue
        near = (seen[order] for order in (item.order - 1, item.order + 1) if 0 <= order < len(seen))
        if any(other.label and not other.count and is_named(other, row) for other in near):
            yield row.name


def _ends(item: Observed, rows: Sequence[FormRow]) -> bool:
    """Tell whether a row's own label is the end of the label of one of the rows of the form."""
    return any(label.endswith(normal(item.label)) for row in rows for label in row_labels(row))


def is_named(item: Observed, row: FormRow) -> bool:
    """Tell whether a row's own label, or the last of them, is the row's in the form; without a label it is none."""
    if not item.label:
        return False
    own = {normal(item.label), normal(item.labels[-1])}
    return any(similarity(each, label) >= SURE for each in own for label in row_labels(row))


def _misnamed(rows: Sequence[FormRow], placed: Mapping[str, Observed], sure: frozenset[str]) -> Iterator[str]:
    """Give the rows without rules under another's label, and those without a label beside a lost row of their table.

    An empty row leaves no numbers there and a lost label none either: these may be the numbers of the lost row. That
    they add up speaks for a row without a label, and not for one that bears another's; this may be an agency's own row
    behind the end of a label of the form.
    """
    for row, lost in _beside_lost(rows, placed):
        item = placed[row.name]
        borne = bool(item.label) and row.label and not item.ruled and not _bears_label(item, row)
        if borne or (not item.label and lost and row.name not in sure):
            yield row.name


def _beside_lost(rows: Sequence[FormRow], placed: Mapping[str, Observed]) -> Iterator[tuple[FormRow, list[FormRow]]]:
    """Give each row that was found, with the rows before and after it in its table that were not."""
    for one, row, other in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        near = [each for each in (one, other) if each and each.table == row.table]
        if row.name in placed:
            yield row, [each for each in near if each.name not in placed]


def _bears_label(item: Observed, row: FormRow) -> bool:
    """Tell whether a row's own label, or its piece of one, is like one of the row's in the form."""
    own = normal(item.label)
    return any(holds(*sorted((label, own), key=len, reverse=True)) >= _LIKE for label in row_labels(row))


def _is_beside(item: Observed, tails: set[int], torn: set[int]) -> bool:
    either = bool({item.order - 1, item.order + 1} & tails)
    return either or bool(item.label and _is_tail(item) and item.order - 1 in torn)


def _of_block(seen: Sequence[Observed], item: Observed) -> bool:
    """Tell whether numbers without a label stand directly beside a row in its own table."""
    beside = [seen[order] for order in (item.order - 1, item.order + 1) if 0 <= order < len(seen)]
    return any(near.count and not near.label and near.block == item.block for near in beside)


def _nearest(seen: Sequence[Observed]) -> Mapping[int, set[int]]:
    """Give for each row the nearest rows with numbers, whatever labels stand between."""
    return {item.order: set(_nearest_of(seen, item)) for item in seen}


def _nearest_of(seen: Sequence[Observed], item: Observed) -> tuple[int, int]:
    """Give the nearest rows with numbers before and after one; -1 where there is none."""
    before = (other.order for other in reversed(seen[: item.order]) if other.count)
    after = (other.order for other in seen[item.order + 1 :] if other.count)
    return next(before, -1), next(after, -1)


def _is_torn(item: Observed) -> bool:
    """Tell a line of running text with several numbers."""
    return item.count >= 2 and not item.ruled


def _is_rest(item: Observed) -> bool:
    """Tell a line of running text with a few numbers, and a piece of the form's label if any: what was wrapped."""
    return 0 < item.count <= _FEW and item.loose and (_is_tail(item) or is_group_piece(item.label))


def _is_tail(item: Observed) -> bool:
    """Tell a line whose label, if any, is the tail of one of the form's: no beginning, and none of the agency's own."""
    return not begins_label(item.label) and all(map(is_residue, item.label.split()))

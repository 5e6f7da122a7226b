"""Pieces of a group's label that stand beside other rows' numbers, taken out of the rows of running text.

The label of a group is printed once, beside all its rows, a few characters a line: （五）/ 不予处 / 理. In running text
each piece stands on the line of some row, before that row's own label or instead of it.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

from generator.reading.labels import normal, surely_named
from generator.reading.observe import Observed, begins_label
from generator.records.forms import FORM_NAMES, form_table


def without_group_pieces(seen: Sequence[Observed]) -> tuple[Observed, ...]:
    """Give the rows, those of running text without pieces of a group's label before or instead of their own.

    Where the line before is a label alone and holds the group's whole, what follows is a piece of a row's.
    """
    return tuple(
        item if _is_told_before(before, item) else _without(item)
        for before, item in zip([None, *seen], seen, strict=False)
    )


def is_group_piece(text: str) -> bool:
    """Tell whether a label is a piece of a group's, and neither the whole of it nor a row's own."""
    label = normal(text)
    groups = _groups()
    return bool(label) and label not in groups and not surely_named(label) and any(label in group for group in groups)


def _is_told_before(before: Observed | None, item: Observed) -> bool:
    if before is None or before.count or not before.labels:
        return False
    label, piece = normal(before.label), normal(item.label)
    return any(piece in group and group in label and group != label for group in _groups())


def _without(item: Observed) -> Observed:
    words = item.label.split()
    if item.ruled or len(item.labels) != 1 or not words or not is_group_piece(words[0]):
        return item
    start = next((n for n, word in enumerate(words) if n and begins_label(word)), None)
    if start is not None and all(map(is_group_piece, words[:start])):
        return _labelled(item, (" ".join(words[start:]),))
    return _labelled(item, ()) if item.count and all(map(is_group_piece, words)) else item


def _labelled(item: Observed, labels: tuple[str, ...]) -> Observed:
    return dataclasses.replace(item, labels=labels)


@functools.cache
def _groups() -> frozenset[str]:
    rows = (row for form in FORM_NAMES for row in form_table(form, "applications").rows)
    return frozenset(normal(row.group) for row in rows if row.group)

"""Rows that only repeat the label of merged cells which stands in a row beside: they have none of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from generator.reading.observe import Observed


def without_repeated(seen: Sequence[Observed]) -> tuple[Observed, ...]:
    """Give the rows without labels that only repeat merged cells, where their own label stands in a row beside."""
    return tuple(
        dataclasses.replace(item, labels=())
        if item.count and item.labels and any(_is_repeated(item, near) for near in _beside(seen, item))
        else item
        for item in seen
    )


def _is_repeated(item: Observed, beside: Observed) -> bool:
    empty = beside.labels and not beside.count
    return bool(empty) and all(label in beside.labels for label in item.labels)


def _beside(seen: Sequence[Observed], item: Observed) -> list[Observed]:
    near = [seen[order] for order in (item.order - 1, item.order + 1) if 0 <= order < len(seen)]
    return [each for each in near if each.block == item.block and each.width > 1]

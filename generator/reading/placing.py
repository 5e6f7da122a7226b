"""Which identities had to tell where a row's numbers belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.reading.misled import Placement, is_broken, values_of
from generator.records.figures import Absence, Figure, Reading
from generator.records.forms import FormRow, Identity


def holds(placement: Placement, row: FormRow, known: Mapping[str, Figure], identities: Iterable[Identity]) -> bool:
    """Tell whether a placement of a row's numbers breaks no identity, with the figures that are `known`."""
    figures = {**known, **values_of(placement, row)}
    return not any(is_broken(identity, figures) for identity in identities)


def placing(
    row: FormRow,
    kept: Sequence[Placement],
    every: Sequence[Placement],
    known: Mapping[str, Figure],
    identities: Sequence[Identity],
) -> Iterator[str]:
    """Name the identities that told where a number of their own belongs.

    An identity did if placements that only it refutes would move a number of its own cells, and the least move that
    explains the row (numbers counted from the left as far as they go) begins in its cells or before them.
    """
    moved = _least_moved(row, kept, every)
    for identity in identities:
        others = [other for other in identities if other is not identity]
        without = [placement for placement in every if holds(placement, row, known, others)]
        own = [position for position, cell in enumerate(row.cells) if cell.name in identity.cells]
        differs = any(len({_figure(placement[position]) for placement in without}) > 1 for position in own)
        if differs and own and own[-1] >= moved:
            yield f"{identity.check}:{identity.subject}"


def _figure(reading: Reading | None) -> Figure:
    return reading.figure if reading else Absence.MISSING


def _least_moved(row: FormRow, kept: Sequence[Placement], every: Sequence[Placement]) -> int:
    """Give the first cell that counting from the left does not explain, in the placement that moves the fewest.

    `combinations` yields the placement that counts from the left first.
    """
    from_left = [_figure(reading) for reading in every[0]]
    firsts = []
    for placement in kept:
        same = [_figure(reading) == counted for reading, counted in zip(placement, from_left, strict=True)]
        firsts.append(same.index(False) if False in same else len(row.cells) - 1)
    return max(firsts)

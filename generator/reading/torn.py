"""Which reading of a number that was broken in two: the whole of it, where a sum can test that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.reading.misled import is_broken
from generator.records.figures import Absence, Figure, Number
from generator.records.forms import Identity
from generator.records.record import Doubt


def choose_torn(
    doubt: Doubt, cell: str, figures: Mapping[str, Figure], identities: Iterable[Identity]
) -> Number | None:
    """Choose among the readings of one torn number: the only one that breaks no identity, if one of them tests it.

    A piece of it alone is never chosen: nobody knows what the rest is, and where the number itself is wrong in the
    report a piece may be what adds up. The number itself comes first among its readings.
    """
    testing = [identity for identity in identities if cell in identity.cells]
    possible = [value for value in doubt.candidates if not isinstance(value, Absence)]
    assessable = [
        identity for identity in testing if all(_is_number(figures, name) for name in identity.cells if name != cell)
    ]
    kept = [
        value for value in possible if not any(is_broken(identity, {**figures, cell: value}) for identity in assessable)
    ]
    return kept[0] if len(kept) == 1 and assessable and _is_joined(kept[0], possible) else None


def _is_joined(value: Number, possible: Sequence[Number]) -> bool:
    """Tell whether one of the readings of a torn number is all its pieces in one: it begins or ends with the others."""
    pieces = [str(other) for other in possible if other != value]
    longer = all(len(piece) < len(str(value)) and _is_end(piece, str(value)) for piece in pieces)
    return bool(pieces) and value == possible[0] and longer


def _is_end(piece: str, whole: str) -> bool:
    return whole.startswith(piece) or whole.endswith(piece)


def _is_number(figures: Mapping[str, Figure], name: str) -> bool:
    return not isinstance(figures.get(name, Absence.MISSING), Absence)

"""Records folded up: running text and evidence, which are seldom looked at, and the names of cells, which all share.

A folded part is kept as a few bytes and is opened whenever somebody looks at it; those looked at last stay open for a
while. It is equal to what it was made of, goes to other processes and to disk as the bytes that it is, and cannot be
told from an open one but by the time that it takes.
"""

from __future__ import annotations

import dataclasses
import functools
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar, overload

from generator.records.figures import Absence, Figure
from generator.records.foldings import Folding
from generator.records.forms import FORM_NAMES, TABLES, cell_paths
from generator.records.packing import maker, packed, recalled
from generator.records.record import Evidence, Record

Item_co = TypeVar("Item_co", covariant=True)
Part = TypeVar("Part")

_QUICK: Final = 1
"""The level of zlib that is quick; higher ones save little of so short texts."""
_OPEN: Final = 1_000
"""So many foldings stay open, of some 5 to 30 kB each."""


def folded(record: Record) -> Record:
    """Fold up a record's text and evidence, and its figures."""
    return dataclasses.replace(
        record,
        figures=_figures_in_order(record),
        sections=_sequence(_fold(tuple(record.sections))),
        narrative=_sequence(_fold(tuple(record.narrative))),
        claims=_sequence(_fold(tuple(record.claims))),
        evidence=_mapping(_fold(dict(record.evidence))),
    )


def unfolded(record: Record) -> Record:
    """Open a record that was folded up, for whoever looks at all of it: then each look costs what it always does."""
    figures = record.figures
    return dataclasses.replace(
        record,
        figures=figures.unfolded() if isinstance(figures, FoldedFigures) else figures,
        sections=_open_for_good(record.sections),
        narrative=_open_for_good(record.narrative),
        claims=_open_for_good(record.claims),
        evidence=_open_for_good(record.evidence),
    )


def folded_text(text: str) -> FoldedText:
    """Fold up a long text."""
    return FoldedText(zlib.compress(text.encode(), _QUICK) if text else b"")


class FoldedText:
    """A text that is folded up; false where it is empty."""

    __slots__ = ("_folding",)

    def __init__(self, folding: bytes) -> None:
        self._folding = Folding(folding)

    @property
    def text(self) -> str:
        """The text."""
        folding = self._folding.data
        return zlib.decompress(folding).decode() if folding else ""

    def __bool__(self) -> bool:
        return self._folding.holds_any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FoldedText) and self._folding.data == other._folding.data

    def __hash__(self) -> int:
        return hash(self._folding.data)

    def __reduce__(self) -> tuple[Any, ...]:
        return _text, (self._folding.data,)


NO_TEXT: Final = FoldedText(b"")


def _fold(part: object) -> bytes:
    return zlib.compress(packed(part), _QUICK)


def _unfold(folding: Folding) -> Any:  # noqa: ANN401 - whatever was folded up
    """Open a folding. It may have lain on disk: see `recalled`."""
    return recalled(zlib.decompress(folding.data), {}.__getitem__)


_opened: Final = functools.lru_cache(maxsize=_OPEN)(_unfold)


def shut() -> None:
    """Let go of all that stands open: for whoever is done with some records and will not look at them again."""
    _opened.cache_clear()


def _open_for_good(part: Part) -> Part:
    """Open a part for whoever keeps it open himself."""
    return _unfold(part.folding) if isinstance(part, FoldedSequence | FoldedMapping) else part


class FoldedSequence(Sequence[Item_co]):
    """A tuple that is folded up."""

    __slots__ = ("folding",)

    def __init__(self, folding: bytes) -> None:
        self.folding = Folding(folding)

    def _open(self) -> tuple[Item_co, ...]:
        opened: tuple[Item_co, ...] = _opened(self.folding)
        return opened

    @overload
    def __getitem__(self, index: int) -> Item_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item_co, ...]: ...
    def __getitem__(self, index: int | slice) -> Item_co | tuple[Item_co, ...]:
        return self._open()[index]

    def __len__(self) -> int:
        return len(self._open())

    def __iter__(self) -> Iterator[Item_co]:
        return iter(self._open())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FoldedSequence):
            return self.folding.data == other.folding.data or self._open() == other._open()
        return self._open() == other

    def __hash__(self) -> int:
        return hash(self._open())

    def __repr__(self) -> str:
        return repr(self._open())

    def __reduce__(self) -> tuple[Any, ...]:
        return _sequence, (self.folding.data,)


class FoldedMapping(Mapping[str, Evidence]):
    """A mapping that is folded up."""

    __slots__ = ("folding",)

    def __init__(self, folding: bytes) -> None:
        self.folding = Folding(folding)

    def _open(self) -> dict[str, Evidence]:
        opened: dict[str, Evidence] = _opened(self.folding)
        return opened

    def __getitem__(self, name: str) -> Evidence:
        return self._open()[name]

    def __contains__(self, name: object) -> bool:
        return name in self._open()

    def __iter__(self) -> Iterator[str]:
        return iter(self._open())

    def __len__(self) -> int:
        return len(self._open())

    def __repr__(self) -> str:
        return repr(self._open())

    def __reduce__(self) -> tuple[Any, ...]:
        return _mapping, (self.folding.data,)


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of three tables in printed order, and the place of each: the same for all records of these forms."""

    forms: tuple[str, ...]
    names: tuple[str, ...]
    places: Mapping[str, int]


@functools.cache
def _cells(forms: tuple[str, ...]) -> _Cells:
    tables = zip(forms, TABLES, strict=True)
    names = tuple(cell for form, table in tables for cell, _ in cell_paths(form, table))
    return _Cells(forms, names, {name: place for place, name in enumerate(names)})


def _figures_in_order(record: Record) -> Mapping[str, Figure]:
    """Fold figures up, if there is one for each cell of the forms and none else."""
    cells = _cells(tuple(record.forms[table] for table in TABLES))
    if tuple(record.figures) != cells.names:
        return record.figures
    others: list[Figure] = []
    codes = array("h", (_code(figure, others) for figure in record.figures.values()))
    return FoldedFigures(cells, codes, tuple(others))


_ABSENCES: Final = tuple(Absence)
_CODES: Final = {absence: -1 - place for place, absence in enumerate(_ABSENCES)}
_MOST: Final = (1 << 15) - 1


def _code(figure: Figure, others: list[Figure]) -> int:
    """Give two bytes for a figure: a small number as it is, a word or one of `others`, which it goes to, below zero."""
    if isinstance(figure, Absence):
        return _CODES[figure]
    if isinstance(figure, int) and 0 <= figure <= _MOST:
        return figure
    others.append(figure)
    return -len(_ABSENCES) - len(others)


class FoldedFigures(Mapping[str, Figure]):
    """Figures by cell, of which only the values are kept, in few bytes: the names of the cells are those of the forms.

    `others` are the figures that are no word and no small number.
    """

    __slots__ = ("_cells", "_codes", "_others")

    def __init__(self, cells: _Cells, codes: array[int], others: tuple[Figure, ...]) -> None:
        self._cells, self._codes, self._others = cells, codes, others

    def unfolded(self) -> dict[str, Figure]:
        """Give them open."""
        figures = (code if code >= 0 else self._other(code) for code in self._codes)
        return dict(zip(self._cells.names, figures, strict=True))

    def _other(self, code: int) -> Figure:
        place = -1 - code
        return _ABSENCES[place] if place < len(_ABSENCES) else self._others[place - len(_ABSENCES)]

    def __getitem__(self, name: str) -> Figure:
        code = self._codes[self._cells.places[name]]
        return code if code >= 0 else self._other(code)

    def __contains__(self, name: object) -> bool:
        return name in self._cells.places

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells.names)

    def __len__(self) -> int:
        return len(self._codes)

    def __repr__(self) -> str:
        return repr(self.unfolded())

    def __reduce__(self) -> tuple[Any, ...]:
        return _figures, (self._cells.forms, self._codes, self._others)


@maker
def _figures(forms: tuple[str, ...], codes: array[int], others: tuple[Figure, ...]) -> FoldedFigures:
    if len(forms) != len(TABLES) or not set(forms) <= set(FORM_NAMES) or len(_cells(forms).names) != len(codes):
        raise ValueError(forms)
    if codes.typecode != "h" or min(codes) < -len(_ABSENCES) - len(others):
        raise ValueError(codes)
    return FoldedFigures(_cells(forms), codes, others)


@maker
def _text(folding: bytes) -> FoldedText:
    return FoldedText(folding)


@maker
def _sequence(folding: bytes) -> FoldedSequence[Any]:
    return FoldedSequence(folding)


@maker
def _mapping(folding: bytes) -> FoldedMapping:
    return FoldedMapping(folding)

"""What a check looks at, and how sure a failure on it may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.checking.findings import Certainty, Verdict
from generator.checking.resemblance import Resemblances
from generator.checking.spread import Spread
from generator.records.figures import Absence, Figure, Number
from generator.records.portal import Held, Settings
from generator.records.record import Record, number_of
from generator.records.registry import Agency

_TWO = 2
NOTHING_COMPARED: Final = Resemblances()


@dataclass(frozen=True, slots=True)
class Past:
    """What we hold of the same body's earlier years: the newest issue of each, oldest first.

    `previous` is that of the year before. Where there is none, `why` is a message's name: `no_previous` (none held),
    `previous_unread` (ours to mend), `lineage` (the body came out of several, or shares its predecessor). `years` are
    all years with a report, read or not; `names` those that the body and its predecessors bear.
    """

    previous: Held | None = None
    earlier: tuple[Held, ...] = ()
    why: str = "no_previous"
    years: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What checks need of the whole portal, worked out once.

    `as_of` is the newest day on which anybody fetched a report (ISO, empty when nobody says); `spreads` tell how a cell
    lies among peers, by peer group and cell; `newest` holds the issue shown of each agency and year; `alike` tells how
    far their texts are the same.
    """

    as_of: str = ""
    spreads: Mapping[tuple[str, str, int, str], Spread] = field(default_factory=dict)
    newest: Mapping[tuple[str, int], Held] = field(default_factory=dict)
    alike: Resemblances = NOTHING_COMPARED


@dataclass(frozen=True, slots=True)
class Subject:
    """One issue with the agency that reports, the portal's settings, the agency's past and the rest of the portal."""

    held: Held
    agency: Agency
    settings: Settings
    past: Past = Past()
    around: Around = Around()

    @property
    def record(self) -> Record:
        """The record, people's corrections laid over it."""
        return self.held.record

    @property
    def previous(self) -> Held | None:
        """The newest issue of the year before, when we hold one."""
        return self.past.previous

    @property
    def year(self) -> int:
        """The report year: that of the place in `content/`."""
        return self.held.issue.year

    def figure(self, cell: str) -> Figure:
        """Give a cell's figure; `missing` for a cell that the record's form does not have."""
        return self.held.record.figures.get(cell, Absence.MISSING)

    def number(self, cell: str) -> Number | None:
        """Give a cell's number, None when it has none: a blank is never a zero."""
        return number_of(self.figure(cell))

    def without_number(self, cells: Iterable[str]) -> tuple[str, ...]:
        """Give those of `cells` that hold no number."""
        return tuple(cell for cell in cells if self.number(cell) is None)

    def certainty(self, cells: Iterable[str], before: Iterable[str] = ()) -> Certainty:
        """Tell how sure a failure on `cells`, and on cells of the year `before`, is.

        `printed` needs originals, two independent readers who read every cell alike, and none of the cells corrected
        by a person or placed with the help of an identity; or a person who confirmed our reading of the cell.
        """
        sure = _sure(self.held, cells) and (self.previous is None or _sure(self.previous, before))
        return Certainty.PRINTED if sure else Certainty.TO_CONFIRM

    def certainty_of_structure(self) -> Certainty:
        """Tell how sure a failure about headings, forms and text is.

        `printed` in an original that two readers have read, and in what a person has confirmed as a whole.
        """
        twice = self.record.is_original and bool(self.record.source.second_reader)
        sure = twice or self.held.reviews.of_record is not None
        return Certainty.PRINTED if sure else Certainty.TO_CONFIRM

    def certainty_of_loss(self) -> Certainty:
        """Tell how sure it is that something is not in the table: never while a row with a number found no place."""
        return Certainty.TO_CONFIRM if self.record.unplaced else self.certainty_of_structure()


def _sure(held: Held, cells: Iterable[str]) -> bool:
    return all(held.reviews.confirms(cell) or _read_twice(held, cell) for cell in cells)


def _read_twice(held: Held, cell: str) -> bool:
    evidence = held.record.evidence_of(cell)
    alike = evidence is not None and evidence.readers >= _TWO and not evidence.placed_by
    return held.record.is_original and alike and all(correction.cell != cell for correction in held.corrections)


Rule = Callable[[Subject], Iterator[Verdict]]
"""What a check asks: verdicts on everything in a subject that it is about, passes too."""

"""What a check looks at, and how sure a failure found on it may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checking.findings import Certainty
from generator.records.figures import Absence, Figure, Number
from generator.records.portal import Held, Settings
from generator.records.record import Record, number_of
from generator.records.registry import Agency

_TWO = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """One issue with the agency that reports and the portal's settings."""

    held: Held
    agency: Agency
    settings: Settings

    @property
    def record(self) -> Record:
        """The record, people's corrections laid over it."""
        return self.held.record

    def figure(self, cell: str) -> Figure:
        """Give a cell's figure; `missing` for a cell that the record's form does not have."""
        return self.held.record.figures.get(cell, Absence.MISSING)

    def number(self, cell: str) -> Number | None:
        """Give a cell's number, None when it has none: a blank is never a zero."""
        return number_of(self.figure(cell))

    def without_number(self, cells: Iterable[str]) -> tuple[str, ...]:
        """Give those of `cells` that hold no number."""
        return tuple(cell for cell in cells if self.number(cell) is None)

    def certainty(self, cells: Iterable[str]) -> Certainty:
        """Tell how sure a failure on `cells` is.

        `printed` needs an original, two independent readers who read every cell alike, and none of the cells corrected
        by a person or placed with the help of an identity.
        """
        corrected = {correction.cell for correction in self.held.corrections}
        sure = self.record.is_original and all(cell not in corrected and self._read_twice(cell) for cell in cells)
        return Certainty.PRINTED if sure else Certainty.TO_CONFIRM

    def certainty_of_structure(self) -> Certainty:
        """Tell how sure a failure about headings and forms is: `printed` in an original that two readers have read."""
        sure = self.record.is_original and bool(self.record.source.second_reader)
        return Certainty.PRINTED if sure else Certainty.TO_CONFIRM

    def certainty_of_loss(self) -> Certainty:
        """Tell how sure it is that something is not in the table: never while a row with a number found no place."""
        return Certainty.TO_CONFIRM if self.record.unplaced else self.certainty_of_structure()

    def _read_twice(self, cell: str) -> bool:
        evidence = self.record.evidence_of(cell)
        return evidence is not None and evidence.readers >= _TWO and not evidence.placed_by

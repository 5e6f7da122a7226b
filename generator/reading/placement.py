"""Value fields of one observed row → the cells of a form row.

The grid tells where a number belongs when there is one. Only where it tells nothing, and more or fewer numbers are
printed than the row has cells, every possible placement is worked out; those that break an identity of the form are
set aside; a cell keeps a number only where all that remain agree. An identity never writes, repairs or completes one.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.reading.columns import ONE_TOTAL, Columns, Layout, is_together, may_be_doubled, may_be_shifted
from generator.reading.line_words import is_grouped
from generator.reading.misled import (
    Placement,
    Surplus,
    Trial,
    adds_up,
    is_misleading,
    possible_too,
)
from generator.reading.observe import Field, Observed
from generator.reading.placing import holds, placing
from generator.reading.worded import empty_cells
from generator.records.figures import Absence, Figure, Number, Reading, Unit, fold, read_figure
from generator.records.forms import FormRow, Identity
from generator.records.record import Doubt

_MOST_MOVED: Final = 3
_MERGED: Final = 3
_TWO_ROWS: Final = 2
_WHY_SLID: Final = "这一格是空的，而同一行另一格里有几段数字，可能有一段属于这里"
_WHY_TWO_ROWS: Final = "同一行有几格各印着几段数字，可能是两行叠在一起，这个数字不知属于哪一行"


@dataclass(frozen=True, slots=True)
class Placed:
    """What one row's cells hold: figures in the order of the form row's cells, doubts by cell name.

    `identities` are the names (`check:subject`) of those that had to tell where a number belongs.
    """

    figures: tuple[Figure, ...]
    doubts: Mapping[str, Doubt]
    numbers: int | None = None
    identities: tuple[str, ...] = ()


def place(
    item: Observed, row: FormRow, layout: Layout | None, rules: Sequence[Identity] = ()
) -> tuple[Reading, ...] | None:
    """Place a row's values where the file itself tells their cells; None where it does not.

    `rules` are the sums of the table; those of the row alone bear witness that its numbers are all there.
    """
    fields, due = item.fields, len(row.cells)
    if (item.jutting and item.count != len(fields)) or (layout and may_be_doubled(item, layout, due)):
        return None
    if layout and (by_column := _by_columns(item, layout)) and not may_be_shifted(item, by_column, layout):
        return _unless_moved(by_column, item, row, rules)
    printed = [field for field in fields if field.printed]
    if len(printed) == due and not (layout and layout.usual > due):
        readings = _readings(printed, row)
        if not _may_hold_blank(item, layout) or (is_together(item) and _is_all(row, readings, rules)):
            return None if _is_moved(item, readings, row) else readings
    if not printed and (item.ruled or len(fields) >= due) and not (layout and layout.ends_early(item)):
        return empty_cells(item, row)
    if len(fields) == due and (_in_usual_columns(item, layout) if item.ruled else _is_steady(item, layout)):
        return _unless_moved(fields, item, row, rules)
    return None


def _unless_moved(
    fields: Sequence[Field], item: Observed, row: FormRow, rules: Sequence[Identity]
) -> tuple[Reading, ...] | None:
    """Read fields, unless the empty cell that a row of running text without a label begins with may be its label's.

    A long row has no label; but where its sums do not hold, an empty cell at its end may have been lost.
    """
    readings = _readings(fields, row)
    bare = not (item.ruled or item.labels or item.aligned or fields[0].printed)
    short = len(fields) <= ONE_TOTAL and any(field.printed for field in fields)
    return None if bare and (short or not holds(readings, row, {}, rules)) else readings


def _is_moved(item: Observed, readings: Sequence[Reading], row: FormRow) -> bool:
    """Tell whether a row of running text has a number below nought where only a change may be one."""
    counts = [reading.figure for reading, cell in zip(readings, row.cells, strict=True) if cell.unit is not Unit.CHANGE]
    return not item.ruled and any(not isinstance(figure, Absence) and figure < 0 for figure in counts)


def _is_all(row: FormRow, readings: tuple[Reading, ...], rules: Sequence[Identity]) -> bool:
    """Tell whether the sums of a row alone show that its numbers are all there, none of them twice.

    They do not miss a nought more or less: where two stand side by side one may be printed twice.
    """
    noughts = any(one.figure == 0 and other.figure == 0 for one, other in itertools.pairwise(readings))
    return adds_up(row, readings, rules) and not noughts


def _in_usual_columns(item: Observed, layout: Layout | None) -> bool:
    """Tell whether the cells of a ruled row stand in columns where its table's full rows have them, as far as known."""
    columns = tuple(field.column for field in item.fields)
    return layout is None or not layout.patterns or any(columns == known for _, known in layout.patterns)


def _is_steady(item: Observed, layout: Layout | None) -> bool:
    return layout is not None and layout.steady and not may_be_shifted(item, item.fields, layout)


def _may_hold_blank(item: Observed, layout: Layout | None) -> bool:
    """Tell whether a row with as many values as are due may still have an empty cell, and one value too many."""
    if item.loose or item.count == len(item.fields):
        return False
    together = is_together(item)
    if layout is None:
        return not together
    elsewhere = any(width == item.width for width, _ in layout.patterns)
    longer = item.width > layout.widest and len(item.fields) > layout.length
    return elsewhere or longer or not together or not layout.patterns


def _by_columns(item: Observed, layout: Layout) -> list[Field] | None:
    """Place a row by the columns of the full rows; None when these tell nothing, or different things.

    Where full rows differ in that, those tell whose labels end where this row's does.
    """
    for possible in (layout.columns(item), layout.columns_by_start(item)):
        placed = [chosen for columns in possible if (chosen := _by_column(item, columns))]
        if len({tuple(field.text for field in chosen) for chosen in placed}) == 1:
            return placed[0]
    return None


def _by_column(item: Observed, columns: Columns) -> list[Field] | None:
    """Give the field in each learned column; None when a printed value stands in no column or over several.

    Words where other rows have a value are no blank: they lie over it, or are in its place.
    """
    chosen: list[Field] = []
    for column in columns:
        over = [field for field in item.fields if field.column <= column < field.column + field.span]
        if len(over) > 1 or (over and over[0] in chosen):
            return None
        worded = not over and column < item.label_end
        chosen.append(over[0] if over else Field("\ufffd" if worded else "", item.place, column))
    reaches = not item.fields or max(field.column + field.span for field in item.fields) > columns[-1]
    complete = all(not field.printed or field in chosen for field in item.fields)
    present = item.ruled or all(any(field.column == column for field in item.fields) for column in columns)
    return chosen if complete and reaches and present else None


def _readings(fields: Sequence[Field], row: FormRow) -> tuple[Reading, ...]:
    return tuple(read_figure(field.text, cell.unit) for field, cell in zip(fields, row.cells, strict=True))


def settle(row: FormRow, readings: Sequence[Reading]) -> Placed:
    """Turn readings that stand in their cells into figures and doubts.

    Where a cell holds several numbers one of them may have slid there: an empty cell of that row is not believed. Where
    several cells do, two rows may lie in one, and no cell of it is.
    """
    doubts = {
        cell.name: Doubt(f"{reading.why}：印为“{' '.join(reading.printed.split())}”", reading.candidates)
        for cell, reading in zip(row.cells, readings, strict=True)
        if reading.figure is Absence.UNCLEAR
    }
    named = {cell.name: reading for cell, reading in zip(row.cells, readings, strict=True)}
    torn = [name for name in doubts if len(named[name].printed.split()) > 1]
    if torn:
        empty = [name for name, reading in named.items() if reading.figure is Absence.BLANK]
        doubts |= dict.fromkeys(empty, Doubt(_WHY_SLID, ()))
    if sum(not is_grouped(named[name].printed.split()) for name in torn) >= _TWO_ROWS:
        doubts = {name: Doubt(_WHY_TWO_ROWS, _numbers(reading)) for name, reading in named.items()} | doubts
    figures = (Absence.UNCLEAR if name in doubts else reading.figure for name, reading in named.items())
    return Placed(tuple(figures), doubts)


def _numbers(reading: Reading) -> tuple[Number, ...]:
    return () if isinstance(reading.figure, Absence) else (reading.figure,)


def work_out(
    item: Observed,
    row: FormRow,
    known: Mapping[str, Figure],
    identities: Sequence[Identity],
    surplus: Surplus = Surplus(),  # noqa: B008 - it cannot be changed
) -> Placed:
    """Place a row whose numbers are more or fewer than its cells, by every placement that breaks no identity.

    `known` are the figures already placed by the file itself. Cells on which the remaining placements differ are
    `unclear`, with the numbers that they may hold. `surplus` is what is known of numbers too many.
    """
    printed = [field for field in item.fields if field.printed]
    if len(row.cells) == 1 and _is_repeated(item, printed):
        return settle(row, _readings(printed[:1], row))
    parted = _parted(printed, row)
    every = list(_placements(parted, row) if parted else _every_placement(item, printed, row))
    concerned = [identity for identity in identities if _touches(identity, row)]
    kept = [placement for placement in every if holds(placement, row, known, concerned)]
    told = bool(kept) and (bool(concerned) or len(printed) < len(row.cells))
    trial = Trial(row, printed, every, kept)
    told = told and not is_misleading(trial, known, concerned, surplus)
    others = possible_too(trial, known, concerned, surplus)
    figures, doubts = _agreed(row, [*kept, *others] or every, agree=told, ruled=item.ruled and bool(printed))
    if parted and kept:
        used = tuple(f"{identity.check}:{identity.subject}" for identity in concerned)
    else:
        used = tuple(placing(row, kept, every, known, concerned)) if kept and len(kept) < len(every) else ()
    return Placed(figures, doubts, len(printed), used)


def surplus_place(rows: Iterable[tuple[FormRow, Observed]], rules: Sequence[Identity]) -> int | None:
    """Give the place, from 0, of the one number too many that the sums of most rows leave out; None if they do not."""
    votes: Counter[int] = Counter()
    for row, item in rows:
        printed = [field for field in item.fields if field.printed]
        for place in range(len(printed)) if len(printed) == len(row.cells) + 1 else ():
            votes[place] += adds_up(row, _readings(printed[:place] + printed[place + 1 :], row), rules)
    return max(votes, key=lambda place: votes[place]) if any(votes.values()) else None


def _is_repeated(item: Observed, printed: Sequence[Field]) -> bool:
    """Tell whether a table repeats one number in each column that its merged cell covers: three times or more.

    Twice may be one number that was broken in two.
    """
    return not item.loose and len(printed) >= _MERGED and len({field.text.strip() for field in printed}) == 1


def _parted(printed: Sequence[Field], row: FormRow) -> Sequence[Field]:
    """Part a run of as many digits as the row has cells: numbers of one digit each, printed without a gap.

    The row's own sums decide whether it is that: a single large number would break them. Empty when it cannot be.
    """
    digits = fold(printed[0].text).strip() if len(printed) == 1 else ""
    if len(row.cells) < ONE_TOTAL or len(digits) != len(row.cells) or not (digits.isascii() and digits.isdigit()):
        return ()
    return [Field(digit, printed[0].place, column) for column, digit in enumerate(digits)]


def _every_placement(item: Observed, printed: Sequence[Field], row: FormRow) -> Iterator[Placement]:
    """Give the placements of the printed values and, where more cells are seen than are due, of the empty ones too."""
    fields = item.fields if len(item.fields) - len(row.cells) <= _MOST_MOVED else _within(item)
    surplus = len(fields) - len(row.cells)
    if item.loose or not 0 < surplus <= _MOST_MOVED or len(printed) == len(fields):
        yield from _placements(printed, row)
    elif abs(len(row.cells) - len(printed)) <= _MOST_MOVED:
        if len(printed) != len(row.cells) and not item.ruled:
            yield from _placements(printed, row)
        yield from _placements(fields, row)


def _within(item: Observed) -> Sequence[Field]:
    """Give the fields from the first that is printed to the last: empty label cells may stand before them.

    An empty one behind them may be a figure's in a ruled row.
    """
    printed = [position for position, field in enumerate(item.fields) if field.printed]
    end = len(item.fields) if item.ruled else printed[-1] + 1 if printed else 0
    return item.fields[printed[0] : end] if printed else item.fields


def _placements(printed: Sequence[Field], row: FormRow) -> Iterator[Placement]:
    """Give every monotone placement: surplus fields left out, or cells left without one."""
    due, have = len(row.cells), len(printed)
    if abs(due - have) > _MOST_MOVED:
        return
    if have >= due:
        for chosen in itertools.combinations(printed, due):
            yield _readings(chosen, row)
        for mended in _mended(printed, due):
            yield _readings(mended, row)
        return
    for cells in itertools.combinations(range(due), have):
        at = dict(zip(cells, printed, strict=True))
        yield tuple(
            read_figure(at[position].text, cell.unit) if position in at else None
            for position, cell in enumerate(row.cells)
        )


def _mended(printed: Sequence[Field], due: int) -> Iterator[Sequence[Field]]:
    """Give the rows that there would be if the surplus came from numbers broken in two or more."""
    have = len(printed)
    for cuts in itertools.combinations(range(1, have), due - 1) if have > due else ():
        groups = [printed[start:end] for start, end in itertools.pairwise((0, *cuts, have))]
        if all(len(group) == 1 or _is_broken_number(group) for group in groups):
            yield [
                dataclasses.replace(group[0], text="".join(fold(field.text).strip() for field in group))
                for group in groups
            ]


def _is_broken_number(group: Sequence[Field]) -> bool:
    texts = [fold(field.text).strip() for field in group]
    return all(text.isascii() and text.isdigit() for text in texts) and not texts[0].startswith("0")


def _touches(identity: Identity, row: FormRow) -> bool:
    names = {cell.name for cell in row.cells}
    return any(name in names for name in identity.cells)


def _agreed(
    row: FormRow, placements: Sequence[Placement], *, agree: bool, ruled: bool
) -> tuple[tuple[Figure, ...], dict[str, Doubt]]:
    figures: list[Figure] = []
    doubts: dict[str, Doubt] = {}
    for position, cell in enumerate(row.cells):
        held = [placement[position] for placement in placements]
        possible = {reading.figure if reading else Absence.BLANK for reading in held}
        # In running text a cell that no number is left for may have lost one: that is no blank.
        sure = Absence.UNCLEAR not in possible and (ruled or Absence.BLANK not in possible)
        if agree and len(possible) == 1 and sure:
            figures.append(possible.pop())
            continue
        numbers = sorted(figure for figure in possible if not isinstance(figure, Absence))
        figures.append(Absence.UNCLEAR)
        doubts[cell.name] = Doubt("印出的数字个数与单元格数不符，归属不能确定", tuple(numbers))
    return tuple(figures), doubts

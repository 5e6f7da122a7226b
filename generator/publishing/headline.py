"""A report in words: one headline, and what is not zero as sentences. Only figures that are numbers are spoken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from generator.publishing.figure_text import absent, doubted_sums, show_state
from generator.publishing.glossary import says_of
from generator.publishing.words import sum_columns, words
from generator.records.figures import Absence, Figure, Unit
from generator.records.forms import FormRow, cases, outcomes
from generator.records.record import Record, stated

_RESULTS: Final = ("granted", "partial", "denied", "unable", "not_processed", "other")
_MEASURES: Final = {Unit.COUNT: "件", Unit.CHANGE: "", Unit.TEN_THOUSAND_YUAN: "万元", Unit.YUAN: "元"}


@dataclass(frozen=True, slots=True)
class RowTold:
    """A row of a table as a sentence, and what such a row means (see `glossary`)."""

    told: str
    says: str


class _Said(NamedTuple):
    """What may be said of a column: its figure, and the word beside it when it does not add up."""

    figure: Figure
    doubt: str


def headline(record: Record, doubted: Mapping[str, str]) -> tuple[str, ...]:
    """Say in a few sentences what the report counts; unsaid is what has no number.

    `doubted` are cells that failed checks concern: their figures are said with the doubt beside them.
    """
    sums = {key: _Said(figure, doubt) for key, figure, doubt in doubted_sums(record, doubted)}
    return tuple(filter(None, (_applications(record.year, sums), _results(sums), _disputes(sums))))


def unpublished(*, withheld: bool) -> str:
    """Say in a sentence why a report has no figures: it is withheld, or could not be read."""
    return str(words("unpublished")["withheld" if withheld else "unread"])


def _phrase(key: str, said: _Said, **more: object) -> str:
    """Fill one phrase; where there is no number, the one that says so, or nothing when there is none."""
    if isinstance(said.figure, Absence):
        absent: str = words("headline").get(f"{key}_absent", "")
        return absent.format(word=show_state(said.figure.value).text, **more)
    phrase: str = words("headline")[key]
    beside = f"（{said.doubt}）" if said.doubt else ""
    return phrase.format(figure=f" {stated(said.figure)}\u00a0", **more) + beside


def _unless_zero(key: str, said: _Said, **more: object) -> str:
    return "" if said.figure == 0 and not said.doubt else _phrase(key, said, **more)


def _sentence(*parts: str) -> str:
    told = [part for part in parts if part]
    return "，".join(told) + "。" if told else ""


def _applications(year: int, sums: Mapping[str, _Said]) -> str:
    return _sentence(
        _phrase("received", sums["new_received"], year=year), _unless_zero("carried_in", sums["carried_in"])
    )


def _results(sums: Mapping[str, _Said]) -> str:
    labels = {column.key: column.label for column in sum_columns()}
    parts = [_unless_zero("result", sums[key], label=labels[key]) for key in _RESULTS]
    absent = "、".join(labels[key] for key in _RESULTS if isinstance(sums[key].figure, Absence))
    parts += [words("headline")["results_absent"].format(labels=absent)] if absent else []
    details = "、".join(part for part in parts if part)
    finished = _phrase("finished", sums["finished"])
    mark = "；" if isinstance(sums["finished"].figure, Absence) else "："
    told = f"{finished}{mark}{details}" if details else finished
    return _sentence(told, _unless_zero("carried_out", sums["carried_out"]))


def _disputes(sums: Mapping[str, _Said]) -> str:
    return _sentence(_phrase("review", sums["review"]), _phrase("litigation", sums["litigation"]))


def not_zero(record: Record) -> tuple[RowTold, ...]:
    """Tell every row that is not all zeros as a sentence, in printed order, with what such a row means."""
    rows = (row for table in record.tables[:2] for row in table.rows)
    told = ((_row_sentence(row, record.figures), row.name) for row in rows)
    return (*(RowTold(text, says_of(name)) for text, name in told if text), *_cases_told(record.figures))


def _row_sentence(row: FormRow, figures: Mapping[str, Figure]) -> str:
    if not any(figures[cell.name] for cell in row.cells):  # a row of zeros, as most are
        return ""
    parts = [
        f"{_short(cell.label)} {stated(figure)}\u00a0{_MEASURES[cell.unit]}".rstrip()
        for cell in row.cells
        if not isinstance(figure := figures[cell.name], Absence) and figure != 0
    ]
    group = f"{row.group}——" if row.group.startswith("（") else ""
    return f"{group}{row.short or row.label}：{'，'.join(parts)}" if parts else ""


def _short(label: str) -> str:
    return label.removesuffix("（单位：万元）").removesuffix("件数").removesuffix("数量")


def _cases_told(figures: Mapping[str, Figure]) -> Iterator[RowTold]:
    for case in cases():
        named = {outcome.label: figures[f"disputes.{case.key}.{outcome.key}"] for outcome in outcomes()}
        parts = [f"{label} {stated(n)}\u00a0件" for label, n in named.items() if not isinstance(n, Absence) and n != 0]
        if parts:
            told = f"{case.group}{'——' if case.group else ''}{case.label}：{'，'.join(parts)}"
            yield RowTold(told, says_of(f"disputes.{case.key}"))


def absences(record: Record) -> tuple[tuple[str, int, str], ...]:
    """Count the cells without a number: the state's word, how many, and what it means."""
    count = absent(record)
    return tuple(
        (show_state(word.value).text, count[word], words("states")[word.value]["means"])
        for word in Absence
        if count[word]
    )

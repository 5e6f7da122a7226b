"""Findings as data: the one shape in which pages' files and `gongkai check --format json` give them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any, Final

from generator.checking.findings import Finding
from generator.publishing.edition import Edition, Shown, place_name, place_of
from generator.publishing.tabular import Cell, csv_line, csv_text, json_text
from generator.publishing.views_findings import open_findings
from generator.records.divisions import path_of

_MANY: Final = 2_000
"""Of so many reports the lines are remembered: each stands in the files of its county and of the places above."""
HEAD: Final = (
    *("agency", "name", "place", "place_path", "year", "issue", "check", "group", "severity", "result", "certainty"),
    *("subject", "about", "left", "right", "message", "quote", "cells", "before", "against", "count", "figures"),
    *("file", "page", "line", "url", "record"),
)


def finding_rows(edition: Edition, reports: Iterable[Shown]) -> Iterator[dict[str, Any]]:
    """Give the open findings of reports: failures, and what could not be assessed; what was dismissed is none.

    `figures` is the digest that a review names, `file` the report file below `content/`, `page` and `line` where the
    first of the cells stands in it (empty where unknown), `url` the address at which the finding can be cited,
    `record` the beginning of the hash of the record that it was found on; a report that is withheld has none.
    """
    for shown in reports:
        yield from _rows(edition.settings.base_url, shown)


def _rows(base_url: str, shown: Shown) -> Iterator[dict[str, Any]]:
    base, report, digest = base_url.rstrip("/"), _of_report(shown), shown.digest[:12] if shown.record else ""
    for finding, anchor in open_findings(shown.findings):
        cited = {"url": f"{base}/{shown.url}#{anchor}", "record": digest}
        yield report | _of_finding(finding) | _place(shown, finding) | cited


def _of_report(shown: Shown) -> dict[str, Any]:
    place = place_of(shown.agency)
    return {
        "agency": shown.agency.id,
        "name": shown.agency.name,
        "place": place,
        "place_path": " ".join(place_name(step.code) for step in path_of(place)) if place else "",
        "year": shown.issue.year,
        "issue": shown.issue.name,
    }


def _of_finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "group": finding.group,
        "severity": finding.severity.value,
        "result": finding.result.value,
        "certainty": finding.certainty.value if finding.certainty else "",
        "subject": finding.subject,
        "about": finding.about,
        "left": finding.left,
        "right": finding.right,
        "message": finding.message,
        "quote": finding.quote,
        "cells": list(finding.cells),
        "before": list(finding.before),
        "against": finding.against,
        "count": finding.count,
        "figures": finding.figures,
    }


def _place(shown: Shown, finding: Finding) -> dict[str, Any]:
    if shown.record is None:
        return {"file": "", "page": "", "line": ""}
    evidence = shown.record.evidence_of(finding.cells[0]) if finding.cells else None
    page, line = (evidence.place.page, evidence.place.line) if evidence else (None, None)
    file = shown.record.source.files[0].path if shown.record.source.files else ""
    return {"file": file, "page": "" if page is None else page, "line": "" if line is None else line}


def findings_json(rows: Iterable[dict[str, Any]]) -> str:
    """Write rows as a JSON list."""
    return json_text(list(rows)) + "\n"


def findings_csv(rows: Iterable[dict[str, Any]]) -> str:
    """Write rows as CSV."""
    return csv_text(HEAD, map(finding_cells, rows))


def finding_lines(edition: Edition, shown: Shown) -> str:
    """Write one report's rows as lines of the CSV, for all files that it belongs to."""
    return _lines(edition.settings.base_url, _Once(shown))


class _Once:
    """A report that is only ever the same as itself."""

    __slots__ = ("shown",)

    def __init__(self, shown: Shown) -> None:
        self.shown = shown

    def __hash__(self) -> int:
        return id(self.shown)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and self.shown is other.shown


@functools.lru_cache(maxsize=_MANY)
def _lines(base_url: str, once: _Once) -> str:
    return "".join(csv_line(finding_cells(row)) for row in _rows(base_url, once.shown))


def finding_cells(row: dict[str, Any]) -> tuple[Cell, ...]:
    """Give a row in the order of `HEAD`; lists of cells with a space between."""
    return tuple(_cell(row[key]) for key in HEAD)


def _cell(value: Any) -> Cell:  # noqa: ANN401 - as rows hold it
    return " ".join(value) if isinstance(value, list) else value

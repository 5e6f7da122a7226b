"""Data as files: CSV that no program takes for formulas, and JSON with numbers as printed. Same data, same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from generator.records.figures import Absence, Figure, Number
from generator.records.record import stated

_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
BOM: Final = "\ufeff"

Cell = str | int | Decimal


def csv_text(head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """Write a CSV with BOM and CRLF, which spreadsheet programs in China need. Numbers must come as numbers."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return BOM + buffer.getvalue()


def _cell(value: Cell) -> str:
    """Write one cell: numbers plainly; text that a program might take for a formula behind an apostrophe."""
    if not isinstance(value, str):
        return stated(value)
    return f"'{value}" if value.lstrip(" \u3000\ufeff\u200b")[:1] in _FORMULA and value else value


def value_and_state(figure: Figure) -> tuple[Number | str, str]:
    """Give the two columns of a figure: the number or nothing, and `stated` or the word that says why not."""
    return ("", figure.value) if isinstance(figure, Absence) else (figure, "stated")


def json_text(data: Any, indent: str = "\n") -> str:  # noqa: ANN401 - plain data of any shape
    """Write JSON, decimals with the digits that the report printed (a float would change them)."""
    inside = indent + " "
    if isinstance(data, Mapping):
        pairs = [f"{_scalar(str(key))}: {json_text(value, inside)}" for key, value in data.items()]
        return _bracketed("{}", pairs, indent)
    if isinstance(data, list | tuple):
        return _bracketed("[]", [json_text(value, inside) for value in data], indent)
    return _scalar(data)


def _bracketed(brackets: str, inner: list[str], indent: str) -> str:
    if not inner:
        return brackets
    if sum(map(len, inner)) < 100 and not any("\n" in item for item in inner):
        return f"{brackets[0]}{', '.join(inner)}{brackets[1]}"
    return f"{brackets[0]}{indent} {f',{indent} '.join(inner)}{indent}{brackets[1]}"


def _scalar(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, Decimal):
        return stated(value)
    return json.dumps(
        value if isinstance(value, (str, int, float, bool, type(None))) else str(value), ensure_ascii=False
    )

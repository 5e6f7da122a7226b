"""Data as files: CSV that no program takes for formulas, and JSON with numbers as printed. Same data, same bytes."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, Final

from generator.records.figures import Absence, Figure, Number
from generator.records.record import stated

_FORMULA: Final = re.compile("[ \u3000\ufeff\u200b]*[=+@\t\r\n＝＋－＠-]")
_QUOTED: Final = re.compile('[",\r\n]')
_SPECIAL: Final = re.compile('[",\r\n=+@\t＝＋－＠-]')
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False).encode
_SHORT: Final = 100
"""Fewer characters than these stand on one line."""
BOM: Final = "\ufeff"

Cell = str | int | Decimal


def csv_text(head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """Write a CSV with BOM and CRLF, which spreadsheet programs in China need. Numbers must come as numbers."""
    return csv_head(head) + "".join(map(csv_line, rows))


def csv_head(head: Iterable[str]) -> str:
    """Write the beginning of a CSV, to which lines can be added: the BOM and the names of its columns."""
    return BOM + csv_line(head)


def csv_line(row: Iterable[Cell]) -> str:
    """Write one line of a CSV."""
    return f"{csv_part(row)}\r\n"


def csv_part(row: Iterable[Cell]) -> str:
    """Write some cells of a line, with commas between them."""
    return ",".join([csv_cell(value) for value in row])


def csv_cell(value: Cell) -> str:
    """Write one cell: numbers plainly; text that a program might take for a formula behind an apostrophe."""
    if not isinstance(value, str):
        return stated(value)
    if not _SPECIAL.search(value):
        return value
    if _FORMULA.match(value):
        value = f"'{value}"
    return '"{}"'.format(value.replace('"', '""')) if _QUOTED.search(value) else value


def value_and_state(figure: Figure) -> tuple[Number | str, str]:
    """Give the two columns of a figure: the number or nothing, and `stated` or the word that says why not."""
    return ("", figure.value) if isinstance(figure, Absence) else (figure, "stated")


def json_text(data: Any, indent: str = "\n") -> str:  # noqa: ANN401 - plain data of any shape
    """Write JSON, decimals with the digits that the report printed (a float would change them)."""
    kind = type(data)
    if kind is str:
        return encode_basestring(data)
    if kind is int:
        return str(data)
    if isinstance(data, dict | Mapping):
        inside = f"{indent} "
        pairs = [f"{_key(key)}: {json_text(value, inside)}" for key, value in data.items()]
        return _bracketed("{}", pairs, indent)
    if isinstance(data, list | tuple):
        if set(map(type, data)) == {int}:
            return _bracketed("[]", list(map(str, data)), indent)
        inside = f"{indent} "
        return _bracketed("[]", [json_text(value, inside) for value in data], indent)
    return _scalar(data)


def _scalar(data: object) -> str:
    if isinstance(data, Decimal):
        return stated(data)
    return _ENCODE(data if isinstance(data, str | int | float | None) else str(data))


@functools.lru_cache(maxsize=4096, typed=True)
def _key(key: object) -> str:
    return _ENCODE(str(key))


def _bracketed(brackets: str, inner: list[str], indent: str) -> str:
    if not inner:
        return brackets
    if sum(map(len, inner)) < _SHORT and not any("\n" in item for item in inner):
        return f"{brackets[0]}{', '.join(inner)}{brackets[1]}"
    return f"{brackets[0]}{indent} {f',{indent} '.join(inner)}{indent}{brackets[1]}"

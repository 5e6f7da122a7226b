"""Records on their way from the child that read them: JSON, which cannot make anybody run anything."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any, Final

from generator.records.errors import ContentError
from generator.records.record import Record, from_located, to_plain
from generator.records.yaml_files import Located

_DECIMAL: Final = "decimal"


def packed(record: Record) -> bytes:
    """Write a record for the way to the caller. Raises `UnicodeEncodeError` for halves of characters."""
    return json.dumps(to_plain(record), ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> Any:  # noqa: ANN401 - what JSON has no word for
    match value:
        case Decimal():
            return {_DECIMAL: str(value)}
        case dt.date():
            return value.isoformat()
        case _:
            raise TypeError(type(value).__name__)


def _number(plain: dict[str, Any]) -> Any:  # noqa: ANN401 - a mapping, or the number it stands for
    return Decimal(plain[_DECIMAL]) if plain.keys() == {_DECIMAL} else plain


def record_of(body: bytes, name: str) -> Record:
    """Read a record that a child has sent. Raises `ValueError` when it is none."""
    try:
        return from_located(Located(name, json.loads(body, object_hook=_number)))
    except (ContentError, ArithmeticError, RecursionError, TypeError, ValueError) as error:
        raise ValueError(str(error)) from error

"""The last release: its addresses, the hashes of its records, and its figures where they lie beside its manifest.

A release is known by its `manifest.jsonl`. The wide table of all figures counts only when it lies where the site has it
(`data/wide.csv` beside the manifest) and is the file that the manifest names.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from generator.publishing.tabular import BOM
from generator.records.errors import ContentError, Problem

FIGURES: Final = "data/wide.csv"
_RECORD: Final = "record.yaml"
_STATE: Final = ".state"

Report = tuple[str, int, int]
"""Agency, year and revision."""


@dataclass(frozen=True, slots=True)
class LastRelease:
    """What a release held: all addresses; by the address of a report's page its record's sha256.

    `figures` are the newest issues' cells, each as printed or as the word that says why there is no number; None when
    they were not given.
    """

    addresses: frozenset[str]
    records: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[Report, Mapping[str, str]] | None = None


def last_release(path: Path) -> LastRelease:
    """Read the last release from its manifest. Raises `ContentError` for what is no manifest."""
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        hashes = {str(line["path"]): str(line.get("sha256", "")) for line in lines}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        what = "这不是上一次发布的 manifest.jsonl，读不出来。"
        raise ContentError([Problem(str(path), None, what, "请重新下载网站根目录下的 manifest.jsonl。")]) from None
    records = {name.removesuffix(_RECORD): told for name, told in hashes.items() if name.endswith(f"/{_RECORD}")}
    return LastRelease(frozenset(hashes), records, _figures(path.parent / FIGURES, hashes.get(FIGURES, "")))


def _figures(path: Path, known: str) -> Mapping[Report, Mapping[str, str]] | None:
    content = path.read_bytes() if path.is_file() else b""
    if sha256(content).hexdigest() != known:
        return None
    rows = csv.DictReader(io.StringIO(content.decode("utf-8").removeprefix(BOM), newline=""))
    return {(row["agency"], int(row["year"]), int(row["revision"])): _cells(row) for row in rows}


def _cells(row: Mapping[str, str]) -> Mapping[str, str]:
    states = {name.removesuffix(_STATE): state for name, state in row.items() if name.endswith(_STATE)}
    return {cell: row[cell] if state == "stated" else state for cell, state in states.items()}

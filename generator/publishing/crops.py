"""Which places of report files are shown as pictures, and the pictures that somebody drew of them.

Nothing here opens a report file: `publish` asks for the pictures, and whoever calls it may give some.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.checking.findings import Finding, Result
from generator.publishing.edition import Drawn, Edition, PlaceWanted, Shown
from generator.records.place import Box

_DRAWABLE: Final = "application/pdf"
_HEADS: Final = 95.0
_MOST: Final = 12
"""How many places of one report are shown: a page that is wrong throughout needs no picture of each row."""


Draw = Callable[[Sequence[PlaceWanted]], Drawn]
"""Draws places as PNG files; those that it cannot draw it leaves out."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a place: its address beside the report's page, its size in pixels, its bytes."""

    name: str
    width: int
    height: int
    data: bytes


def no_pictures(_: Sequence[PlaceWanted]) -> Drawn:
    """Draw nothing."""
    return {}


def wanted(edition: Edition) -> tuple[PlaceWanted, ...]:
    """Give every place to be drawn, once."""
    return tuple(dict.fromkeys(place for shown in _every(edition) for _, place in _places(shown)))


def _every(edition: Edition) -> Iterator[Shown]:
    return (shown for issues in edition.issues.values() for shown in issues)


def pictures_of(shown: Shown, drawn: Drawn) -> Mapping[str, Picture]:
    """Give the pictures of a report by the key of the evidence that they show."""
    found = ((key, drawn[place]) for key, place in _places(shown) if place in drawn)
    return {key: Picture(f"crops/{key}.png", *_size(data), data) for key, data in found}


def all_pictures(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Give every picture of the site with its address."""
    for shown in _every(edition):
        for picture in pictures_of(shown, edition.drawn).values():
            yield f"{shown.url}{picture.name}", picture.data


def _size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _places(shown: Shown) -> Iterator[tuple[str, PlaceWanted]]:
    """Give the places of cells that failures concern or that are unclear, by the key of their evidence."""
    if shown.held is None or not (files := shown.held.record.source.files) or files[0].media_type != _DRAWABLE:
        return
    record = shown.held.record
    cells = (*(cell for finding in shown.findings if _concerns(finding) for cell in finding.cells), *record.unclear)
    found = {item[0]: item[1].place for cell in dict.fromkeys(cells) if (item := record.evidence_key(cell))}
    drawable = ((key, place.page, place.box) for key, place in found.items())
    for key, page, box in list(drawable)[:_MOST]:
        if page is not None and box is not None:
            yield key, PlaceWanted(files[0].path, files[0].sha256, page, _with_heads(key, box))


def _with_heads(key: str, box: Box) -> Box:
    """Take in the heads above the one row of 表四: fifteen numbers in a row say nothing without them."""
    return (box[0], max(box[1] - _HEADS, 0), *box[2:]) if key == "disputes" else box


def _concerns(finding: Finding) -> bool:
    return finding.result is Result.FAIL and finding.severity != "info"

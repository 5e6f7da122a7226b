"""Pictures of places in report files, drawn once: remembered below `.cache/` by the file's hash and the place."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol, TypeVar

from generator.reading import sources
from generator.reading.crops import SIGNATURE, VERSION, Crop
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import Fault, draw_safely
from generator.records.place import Box


class Place(Protocol):
    """A page, from 1, and a box on it in points from the top left."""

    @property
    def page(self) -> int:
        """The page."""

    @property
    def box(self) -> Box:
        """The box."""


_DIGEST: Final = 32
AnyPlace = TypeVar("AnyPlace", bound=Place)


def of_file(content: Path, name: str, digest: str, places: Sequence[AnyPlace]) -> dict[AnyPlace, bytes]:
    """Draw places of the file `name` below `content/`, if it still is the one with this hash and can be drawn."""
    folder = content.parent / ".cache" / "crops" / digest
    kept = {place: folder / f"{_key(place)}.kept" for place in places}
    found = {place: data for place, path in kept.items() if (data := _remembered(path))}
    lacking = [place for place in places if place not in found]
    if lacking:
        fresh = _drawn(content / name, digest, [Crop(place.page, place.box) for place in lacking])
        for place, data in zip(lacking, fresh, strict=False):
            found[place] = data
            _remember(kept[place], data)
    return found


def _key(place: Place) -> str:
    return sha256(f"{VERSION} {place.page} {place.box}".encode()).hexdigest()[:24]


def _drawn(path: Path, digest: str, crops: Sequence[Crop]) -> tuple[bytes, ...]:
    try:
        if sources.sha256(sources.read_bytes(path)) == digest:
            return draw_safely(path, crops)
    except (Unreadable, Fault):
        pass
    return ()


def _remembered(path: Path) -> bytes:
    """Give what was drawn before; a picture that is torn or altered is none."""
    try:
        kept = path.read_bytes()
    except OSError:
        return b""
    digest, data = kept[:_DIGEST], kept[_DIGEST:]
    return data if data.startswith(SIGNATURE) and sha256(data).digest() == digest else b""


def _remember(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".tmp")
    fresh.write_bytes(sha256(data).digest() + data)
    fresh.replace(path)

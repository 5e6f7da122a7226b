"""Copies of report files without metadata, made once: remembered below `.cache/` by the file's hash."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from generator.reading import sources
from generator.reading.handed_on import LARGEST, SUFFIXES, TEXTS, VERSION, Bare
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import Fault, Interrupted, bare_safely

_SEAL: Final = sha256().digest_size
_TOGETHER: Final = 32
"""How many texts one child takes: a start costs as much as copying some ten of them."""
_LARGEST_TOGETHER: Final = 100_000
"""How many bytes a text may have that is copied with others, so that what a child sends stays small."""


class Made(NamedTuple):
    """A copy: where it lies, the ending that its name takes, and all the text in it."""

    path: Path
    suffix: str
    text: str


class File(NamedTuple):
    """A report file of which a copy is wanted: its name below `content/`, its hash, its kind."""

    name: str
    digest: str
    kind: str


def together(files: Iterable[File]) -> Iterator[tuple[File, ...]]:
    """Part files into those for which one child is asked: some texts, which are small, or one file of another kind."""
    texts: list[File] = []
    for file in files:
        if file.kind in TEXTS:
            texts.append(file)
        else:
            yield (file,)
    yield from (tuple(texts[start : start + _TOGETHER]) for start in range(0, len(texts), _TOGETHER))


def of_files(content: Path, files: Sequence[File]) -> tuple[Made | None, ...]:
    """Make the copies of files, by one child where that goes; None for each that is another by now, or not cleaned.

    Where one of them ends the child, each is made alone: that tells which it was, and the others lose nothing.
    """
    if len(files) > 1:
        _make_together(content, files)
    return tuple(of_file(content, file) for file in files)


def of_file(content: Path, file: File) -> Made | None:
    """Make the copy of one file below `content/`, if it still is the one with this hash and can be cleaned."""
    if file.kind not in SUFFIXES:
        return None
    kept = _Kept.of(content, file.digest)
    if kept.refused.exists():
        return None
    said = kept.remembered()
    if said is None:
        made = _made(content / file.name, file, kept.refused)
        if made is None:
            return None
        said = kept.keep(made)
    return Made(kept.path, SUFFIXES[file.kind], said.decode())


def _make_together(content: Path, files: Sequence[File]) -> None:
    """Make and keep the copies that are new, if one child can make them all."""
    wanted = [(content / file.name, file) for file in files if _is_new(content, file)]
    fresh = [(path, file) for path, file in wanted if _unchanged(path, file.digest, _LARGEST_TOGETHER)]
    if not fresh:
        return
    with contextlib.suppress(Unreadable, Fault):
        made = bare_safely([(path, file.kind) for path, file in fresh])
        for (path, file), each in zip(fresh, made, strict=True):
            if _unchanged(path, file.digest, _LARGEST_TOGETHER):  # else the child may have read something newer
                _Kept.of(content, file.digest).keep(each)


def _is_new(content: Path, file: File) -> bool:
    kept = _Kept.of(content, file.digest)
    return not kept.refused.exists() and kept.remembered() is None


def _unchanged(path: Path, digest: str, largest: int) -> bool:
    try:
        data = sources.read_bytes(path)
    except Unreadable:
        return False
    return sources.sha256(data) == digest and len(data) <= largest


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a copy is kept, and all text in it, or that there is none."""

    path: Path
    text: Path
    refused: Path

    @classmethod
    def of(cls, content: Path, digest: str) -> _Kept:
        folder = content.parent / ".cache" / "copies"
        return cls(*(folder / f"{digest}.{VERSION}.{part}" for part in ("copy", "text", "none")))

    def remembered(self) -> bytes | None:
        """Give the text of a copy made before; one that is torn or altered, or whose text is, is none."""
        try:
            data, kept = self.path.read_bytes(), self.text.read_bytes()
        except OSError:
            return None
        said = kept[_SEAL:]
        return said if kept[:_SEAL] == _seal(data, said) else None

    def keep(self, made: Bare) -> bytes:
        """Keep a copy; gives its text."""
        said = made.text.encode()
        _write(self.path, made.data)
        _write(self.text, _seal(made.data, said) + said)
        return said


def _seal(data: bytes, said: bytes) -> bytes:
    return sha256(sha256(data).digest() + said).digest()


def _made(path: Path, file: File, refused: Path) -> Bare | None:
    if not _unchanged(path, file.digest, LARGEST * 2):
        return None
    try:
        made = bare_safely([(path, file.kind)])[0]
        return made if _unchanged(path, file.digest, LARGEST * 2) else None
    except Interrupted:
        return None
    except (Unreadable, Fault) as error:
        _write(refused, str(error).encode())
        return None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".tmp")
    fresh.write_bytes(data)
    fresh.replace(path)

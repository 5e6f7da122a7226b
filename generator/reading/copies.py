"""Copies of report files without metadata, made once: remembered below `.cache/` by the file's hash."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from generator.reading import sources
from generator.reading.bare import BARE, LARGEST, VERSION, Bare
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import Fault, Interrupted, bare_safely

_SEAL: Final = sha256().digest_size
_SUFFIXES = {
    "text/plain": "txt",
    "text/markdown": "txt",
    "application/pdf": "pdf",
    "application/vnd.oasis.opendocument.text": "odt",
    "image/png": "png",
    "image/jpeg": "jpg",
}


class Made(NamedTuple):
    """A copy: where it lies, the ending that its name takes, and all the text in it."""

    path: Path
    suffix: str
    text: str


def of_file(content: Path, name: str, digest: str, kind: str) -> Made | None:
    """Make the copy of the file `name` below `content/`, if it still is the one with this hash and can be cleaned."""
    if kind not in BARE:
        return None
    folder = content.parent / ".cache" / "copies"
    path, text, refused = (folder / f"{digest}.{VERSION}.{part}" for part in ("copy", "text", "none"))
    if refused.exists():
        return None
    said = _remembered(path, text)
    if said is None:
        made = _made(content / name, digest, kind, refused)
        if made is None:
            return None
        said = made.text.encode()
        _write(path, made.data)
        _write(text, _seal(made.data, said) + said)
    return Made(path, _SUFFIXES.get(kind, "docx"), said.decode())


def _seal(data: bytes, said: bytes) -> bytes:
    return sha256(sha256(data).digest() + said).digest()


def _remembered(path: Path, text: Path) -> bytes | None:
    """Give the text of a copy made before; one that is torn or altered, or whose text is, is none."""
    try:
        data, kept = path.read_bytes(), text.read_bytes()
    except OSError:
        return None
    said = kept[_SEAL:]
    return said if kept[:_SEAL] == _seal(data, said) else None


def _made(path: Path, digest: str, kind: str, refused: Path) -> Bare | None:
    try:
        data = sources.read_bytes(path)
        if sources.sha256(data) != digest or len(data) > LARGEST * 2:
            return None
        return bare_safely(path, kind)
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

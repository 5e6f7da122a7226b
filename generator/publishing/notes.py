"""Notes in `.cache/`: plain values with their own hash in the first line. A note that is torn or altered is none."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any


def read_note(path: Path) -> dict[str, Any]:
    """Give what a note says; nothing for one that is not there, torn, altered, or no mapping."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        loaded = json.loads(body) if sha256(body).hexdigest().encode() == digest else {}
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def write_note(path: Path, said: dict[str, Any]) -> None:
    """Write a note in one step. Raises `OSError`."""
    body = json.dumps(said, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.tmp-note")
    fresh.write_text(f"{sha256(body.encode()).hexdigest()}\n{body}", encoding="utf-8")
    fresh.replace(path)

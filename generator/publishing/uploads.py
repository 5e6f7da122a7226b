"""What to upload to a host and what to delete there, by the manifests of what it has and of what it should have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.publishing.swap import MANIFEST
from generator.records.errors import ContentError, Problem

_PAGE = ".html"


@dataclass(frozen=True, slots=True)
class Uploads:
    """Paths below the root of the site, in the order in which to go.

    Other files before pages, so that no page comes before what it shows; the manifest last, so that work cut short is
    done again. What is deleted is deleted after that.
    """

    put: tuple[str, ...]
    delete: tuple[str, ...]


def uploads(site: Path, last: Path | None) -> Uploads:
    """Compare the site with the manifest `last` of what the host has (None: nothing). Raises `ContentError`."""
    now = _manifest(site / MANIFEST)
    before = _manifest(last) if last else {}
    changed = [path for path, digest in now.items() if before.get(path) != digest]
    pages_last = sorted(changed, key=lambda path: (path.endswith(_PAGE), path))
    manifest = [MANIFEST] if changed or now != before else []
    return Uploads((*pages_last, *manifest), tuple(sorted(before.keys() - now.keys())))


def _manifest(path: Path) -> Mapping[str, str]:
    """Read the files that a manifest lists, with their hashes. Raises `ContentError` for what is none."""
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        listed = {str(line["path"]): str(line["sha256"]) for line in lines}
    except (OSError, ValueError, KeyError, TypeError):
        listed = {"": ""}
    if not all(map(_is_below, listed)):
        what = "这不是一个网站的 manifest.jsonl，读不出来。"
        raise ContentError([Problem(str(path), None, what, "请用网站根目录下的 manifest.jsonl。")])
    return listed


def _is_below(path: str) -> bool:
    """Tell whether a path stays below the root: what it names may be deleted."""
    parts = PurePosixPath(path).parts
    return bool(parts) and parts[0] != "/" and ".." not in parts and path.isprintable() and not path.startswith("-")

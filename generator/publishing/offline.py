"""The site as one zip that is opened from a disk, without any server: everything but the search works.

Where no server finds the page of a folder, links must name it. A browser lets no script read files of a disk, other
scripts among them: the search index stays out, and scripts that need no other are named as plain ones.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

from generator.publishing.swap import MANIFEST
from generator.records.errors import ContentError, Problem

_LINK: Final = re.compile(r'(?<= )((?:href|action)="(?!/|[a-z]+:)[^"?#]*/)(?=["?#])')
_SCRIPT: Final = re.compile(r'<script type="module" src="([^"]*?)([^/"]+\.js)">')
_NEEDS_OTHERS: Final = re.compile(r"^(?:import|export)\b|\bimport\(", re.MULTILINE)
_INDEX: Final = "pagefind"
_PAGE: Final = ".html"
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def pack(site: Path, archive: Path) -> int:
    """Write the site into a zip, below a folder of the zip's name; gives how many files. Same site, same bytes.

    Raises `ContentError` when there is no site.
    """
    if not (site / MANIFEST).is_file():
        raise ContentError([Problem(str(site), None, "这里没有生成好的网站。", "请先运行 gongkai build。")])
    files = [path for path in sorted(site.rglob("*")) if path.is_file() and not _is_left_out(path.relative_to(site))]
    alone = _scripts_that_need_no_other(site / "assets")
    fresh = archive.with_name(f"{archive.name}.tmp-zip")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in files:
            entry = zipfile.ZipInfo(f"{archive.stem}/{path.relative_to(site).as_posix()}", _DAY)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, _opened_from_disk(path, alone), zipfile.ZIP_DEFLATED)
    fresh.replace(archive)
    return len(files)


def _is_left_out(path: Path) -> bool:
    return path.parts[0] == _INDEX or path.as_posix() == MANIFEST


def _scripts_that_need_no_other(assets: Path) -> frozenset[str]:
    scripts = {path.name: path.read_text(encoding="utf-8") for path in assets.glob("*.js")}
    return frozenset(name for name, text in scripts.items() if not _NEEDS_OTHERS.search(text))


def _opened_from_disk(path: Path, alone: frozenset[str]) -> bytes:
    if path.suffix != _PAGE:
        return path.read_bytes()

    def plain(found: re.Match[str]) -> str:
        return f'<script src="{found[1]}{found[2]}" defer>' if found[2] in alone else found[0]

    return _SCRIPT.sub(plain, _LINK.sub(r"\1index.html", path.read_text(encoding="utf-8"))).encode()

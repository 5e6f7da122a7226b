"""Putting a built directory in the place of the old one, at once or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generator.records.errors import ContentError, Problem

MANIFEST: Final = "manifest.jsonl"
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2


@contextlib.contextmanager
def beside(site: Path) -> Iterator[Path]:
    """Give an empty directory beside `site`; when all went well it becomes `site`, otherwise it is removed.

    One build at a time: a second one waits. What an interrupted build left behind is cleared away. Raises
    `ContentError` when `site` holds something that no build has written.
    """
    site = site.absolute()
    site.parent.mkdir(parents=True, exist_ok=True)
    with _locked(site.parent):
        _refuse_foreign(site)
        for leftover in site.parent.glob(f"{site.name}.tmp-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        built = site.with_name(f"{site.name}.tmp-{os.getpid()}")
        built.mkdir()
        try:
            yield built
            _swap(built, site)
        finally:
            shutil.rmtree(built, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _refuse_foreign(site: Path) -> None:
    """Keep hands off a directory that is no built site: it would be thrown away."""
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise ContentError(
            [Problem(str(site), None, "网站的输出位置不是一个文件夹。", "请移走它，或用 --site 另指一处。")]
        )
    if site.is_dir() and any(site.iterdir()) and not (site / MANIFEST).is_file():
        what = f"这个文件夹不是本程序生成的网站（没有 {MANIFEST}），不能覆盖。"
        raise ContentError([Problem(str(site), None, what, "请移走它，或用 --site 另指一个空文件夹。")])


def _swap(built: Path, site: Path) -> None:
    """Put `built` in the place of `site`. Where the system can, readers see the old or the new one and nothing else."""
    if not site.exists():
        built.rename(site)
    elif not _exchange(built, site):
        old = site.with_name(f"{site.name}.tmp-old")
        site.rename(old)
        built.rename(site)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two directories in one step; False where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(done == 0)

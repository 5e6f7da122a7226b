"""Putting a built directory in the place of the old one, at once or not at all; one build of a site at a time."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from generator.records.errors import ContentError, Problem

MANIFEST: Final = "manifest.jsonl"
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_FULL: Final = ("磁盘写满了，没有写完。", "请腾出空间，再运行一次；原来的网站没有动。")
_FORBIDDEN: Final = ("没有权限读写这里。", "请检查这个文件夹的权限，或用 --site 另指一处；原来的网站没有动。")
_IN_THE_WAY: Final = ("这里有别的东西挡着：该是文件夹的是文件，或该是文件的不是。", "请移走它，或用 --site 另指一处。")
_TROUBLE: Final[Mapping[int, tuple[str, str]]] = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _FORBIDDEN),
    **dict.fromkeys(
        (errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ELOOP),
        ("需要文件夹的地方是一个文件。", "请移走它，或用 --site 另指一处。"),
    ),
    errno.EIO: ("磁盘读写出错。", "请检查磁盘；原来的网站没有动。"),
}


@contextlib.contextmanager
def beside(site: Path, aside: Path | None = None) -> Iterator[Path]:
    """Give a directory beside `site`; when all went well it becomes `site`, otherwise it is removed.

    It is empty, or holds what was put `aside` (see `spare`), where the old site goes when it has been replaced. Whoever
    asks holds the lock (`only_build`). What an interrupted build left behind is cleared away. Raises
    `ContentError` when `site` holds something that no build has written.
    """
    site = site.absolute()
    site.parent.mkdir(parents=True, exist_ok=True)
    _refuse_foreign(site)
    _clear(site)
    built = site.with_name(f"{site.name}.tmp-{os.getpid()}")
    _begin(built, aside)
    try:
        yield built
        _put_aside(_swapped(built, site), aside)
    finally:
        shutil.rmtree(built, ignore_errors=True)


def _begin(built: Path, aside: Path | None) -> None:
    """Make the folder in which a site is built: of the one that was put aside where there is one. Raises `OSError`."""
    if aside is not None:
        _forget_others(aside)
        with contextlib.suppress(OSError):
            if aside.is_dir() and not aside.is_symlink():
                aside.rename(built)
                return
    built.mkdir()


def _forget_others(aside: Path) -> None:
    """Take away what another program has put aside: where its files lay, folders may be needed now."""
    with contextlib.suppress(OSError):
        for other in aside.parent.iterdir():
            if other != aside:
                shutil.rmtree(other, ignore_errors=True)


def _put_aside(old: Path, aside: Path | None) -> None:
    """Keep the site that was replaced for the next build. Where that cannot be, whoever asks takes it away."""
    if aside is not None:
        with contextlib.suppress(OSError):
            aside.parent.mkdir(parents=True, exist_ok=True)
            old.rename(aside)


def _clear(site: Path) -> None:
    """Take away what a killed build left."""
    _bring_back(site)
    for leftover in site.parent.glob(f"{site.name}.tmp-*"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)


def _bring_back(site: Path) -> None:
    """Put a site back that a killed build had moved aside and not yet replaced."""
    if _old(site).is_dir() and not site.exists():
        _old(site).rename(site)


@contextlib.contextmanager
def only_build(site: Path) -> Iterator[None]:
    """Hold the lock of a site; a killed process loses it. Raises `ContentError` when another build has it.

    Raises the same, with the remedy, for a disk that is full, write-protected or broken while the lock is held.
    """
    site = site.absolute()
    try:
        site.parent.mkdir(parents=True, exist_ok=True)
        with _locked(site.with_name(f"{site.name}.tmp-lock")):
            _bring_back(site)
            yield
    except OSError as error:
        if error.errno is None or error.errno not in _TROUBLE:
            raise
        where = error.filename2 or error.filename or site
        raise ContentError([Problem(os.fsdecode(where), None, *_TROUBLE[error.errno])]) from error


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    while True:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(path, held):
                break
        except BlockingIOError:
            os.close(held)
            what = "另一个 gongkai build 或 serve 正在生成这个网站。"
            raise ContentError([Problem(str(path), None, what, "请等它结束再运行；或用 --site 另指一处。")]) from None
        os.close(held)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(held)


def _is_at(path: Path, held: int) -> bool:
    """Tell whether the file locked is the one that still stands there: a build that ended took its own away."""
    try:
        return os.path.samestat(os.stat(held), path.stat())
    except FileNotFoundError:
        return False


def _refuse_foreign(site: Path) -> None:
    """Keep hands off a directory that is no built site: it would be thrown away."""
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise ContentError(
            [Problem(str(site), None, "网站的输出位置不是一个文件夹。", "请移走它，或用 --site 另指一处。")]
        )
    if site.is_dir() and any(site.iterdir()) and not (site / MANIFEST).is_file():
        what = f"这个文件夹不是本程序生成的网站（没有 {MANIFEST}），不能覆盖。"
        raise ContentError([Problem(str(site), None, what, "请移走它，或用 --site 另指一个空文件夹。")])


def _swapped(built: Path, site: Path) -> Path:
    """Put `built` in the place of `site`. Where the system can, readers see the old or the new one and nothing else.

    Gives where the old one is now, if there was one: at `built`.
    """
    if not site.exists():
        built.rename(site)
    elif not _exchange(built, site):
        site.rename(_old(site))
        built.rename(site)
        _old(site).rename(built)
    return built


def _old(site: Path) -> Path:
    return site.with_name(f"{site.name}.tmp-old")


def _exchange(one: Path, other: Path) -> bool:
    """Swap two directories in one step; False where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(done == 0)

"""A hunt for builds that tear: kills at many moments, disks of every size, an error at every n-th write, surroundings.

Run by hand: `make hunt-faults`, or `python -m tests.hunt_faults [--kills 200] [--sizes 40] [--errors 60] [--places 24]
[--minutes N]`. After each fault the site has the old or the new root hash, and the next build heals it. Errors are
planted from outside, by an audit hook in the building process; a full disk is a small tmpfs where that may be mounted
(as root), and everywhere a limit on the size of files.
"""

from __future__ import annotations

import argparse
import errno
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.flow.faults import build, root_hash, small_files
from tests.flow.portals import PORTAL, gongkai, small, write

RETITLED = PORTAL.replace("测试门户", "改了名的门户")
SEEDS, ZONES = ("0", "1", "4711"), ("UTC", "Asia/Shanghai", "Pacific/Kiritimati", "America/St_Johns")
LOCALES = ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "C.UTF-8"})


class Hunt:
    """A desk whose content has changed since its site was built, and what happened to it."""

    def __init__(self, folder: Path, until: float) -> None:
        self.desk, self.until, self.seen = folder / "desk", until, Counter[str]()
        small(self.desk / "content")
        for portal in (PORTAL, RETITLED, PORTAL):  # from the third build on there is a site to begin in
            write(self.desk / "content", {"portal.yaml": portal})
            ran = gongkai("build", "--quiet", cwd=self.desk)
            if ran.status:
                raise SystemExit(ran.err)
        if not list((self.desk / ".cache" / "before").iterdir()):
            raise SystemExit("no site was put aside")
        self.origin = _copied(self.desk, folder / "origin")
        self.old, begun = root_hash(self.desk / "site"), time.monotonic()
        self._change()
        self._heal("first")
        self.new, self.takes = root_hash(self.desk / "site"), time.monotonic() - begun

    def _change(self) -> None:
        shutil.rmtree(self.desk)
        _copied(self.origin, self.desk)
        write(self.desk / "content", {"portal.yaml": RETITLED})

    def _heal(self, after: str) -> None:
        healed = build(self.desk)
        if healed.end():
            raise SystemExit(f"the build after {after} fails:\n{healed.told}")

    def check(self, fault: str, *, heal: bool = True) -> None:
        """Look at what a reader finds, and heal it."""
        found = root_hash(self.desk / "site")
        if found not in {self.old, self.new}:
            raise SystemExit(f"after {fault} the site is neither the old nor the new one")
        if heal:
            self._heal(fault)
            if root_hash(self.desk / "site") != self.new:
                raise SystemExit(f"after {fault} the next build is not the new one")
        self.seen[f"{fault.partition(' ')[0]}, {'new' if found == self.new else 'old'} site"] += 1

    def rounds(self, count: int) -> Iterator[int]:
        """Change the content so many times, while there is time."""
        for number in range(count):
            if time.monotonic() > self.until:
                return
            self._change()
            yield number


def _copied(desk: Path, into: Path) -> Path:
    """Copy a desk: a file that stands in two sites, as nearly all of them do, is one in the copy too."""
    subprocess.run(["cp", "-a", desk, into], check=True)  # noqa: S607
    return into


def kills(hunt: Hunt, count: int) -> None:
    """Kill at moments spread over the whole of a build, and some after."""
    rng = random.Random(7)  # noqa: S311 - no secrets
    for number in hunt.rounds(count):
        running = build(hunt.desk)
        time.sleep((number + rng.random()) / count * hunt.takes)
        running.kill()
        hunt.check(f"kill {number}")


def sizes(hunt: Hunt, count: int) -> None:
    """Limit how far files may grow, in steps up to beyond the largest."""
    for number in hunt.rounds(count):
        limit = int(1.4 ** (number * 45 / count))
        build(hunt.desk, before=small_files(limit)).end()
        hunt.check(f"limit {limit}")


def disks(hunt: Hunt, count: int) -> None:
    """Build onto a small disk of its own, of one size after another."""
    if os.geteuid() or not shutil.which("mount"):
        sys.stdout.write("disks: not root, none mounted\n")
        return
    for number in hunt.rounds(count):
        disk = hunt.desk.parent / "disk"
        disk.mkdir(exist_ok=True)
        size = f"size={(number + 1) * 400}k"
        if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", disk], check=False).returncode:  # noqa: S607
            sys.stdout.write("disks: mounting is not allowed here\n")
            return
        try:
            status = build(hunt.desk, "--site", str(disk / "site")).end()
            left = sorted(path.name for path in disk.iterdir())
            whole = not status and root_hash(disk / "site") == hunt.new
            if not whole and (status != 1 or left):
                raise SystemExit(f"a disk of {size}: exit {status}, {left}\n{(hunt.desk / 'told').read_text()}")
        finally:
            subprocess.run(["umount", disk], check=True)  # noqa: S607
        hunt.check(f"disk {size}")


def failing(nth: int) -> None:
    """Let the n-th opening of a file for writing, and every later one, fail as a broken disk does."""
    left = itertools.count(nth, -1)

    def hook(event: str, given: tuple[object, ...]) -> None:
        changes = event in {"os.rename", "os.mkdir"} or (event == "open" and _writes(given))
        if changes and next(left) <= 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(given[0]))

    sys.addaudithook(hook)


def _writes(given: tuple[object, ...]) -> bool:
    flags = given[2] if len(given) > 2 else 0
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def errors(hunt: Hunt, count: int) -> None:
    """Let writes fail from the n-th on, for n over the whole of a build."""
    for number in hunt.rounds(count):
        nth = int(1.13**number) + number
        build(hunt.desk, before=lambda nth=nth: failing(nth)).end()  # type: ignore[misc]
        hunt.check(f"error {nth}")


def places(hunt: Hunt, count: int) -> None:
    """Build in many surroundings from nothing but content."""
    every = list(itertools.product(SEEDS, ZONES, LOCALES))
    for number in hunt.rounds(min(count, len(every))):
        seed, zone, locale = every[number]
        folder = hunt.desk.parent / f"place {number}"
        shutil.copytree(hunt.desk / "content", folder / "content")
        env = {"PYTHONHASHSEED": seed, "TZ": zone, **locale}
        ran = gongkai("build", "--quiet", "--jobs", str(1 + number % 8), cwd=folder, env=env)
        if ran.status or root_hash(folder / "site") != hunt.new:
            raise SystemExit(f"in {env} the site is another one\n{ran.err}")
        hunt.check(f"place {number}", heal=False)


def main(arguments: Sequence[str]) -> None:
    """Hunt, and print what readers found."""
    parser = argparse.ArgumentParser(description=__doc__)
    asked = {kills: 200, sizes: 40, disks: 20, errors: 60, places: 24}
    for hunted, count in asked.items():
        parser.add_argument(f"--{hunted.__name__}", type=int, default=count)
    parser.add_argument("--minutes", type=float, default=600)
    told = vars(parser.parse_args(arguments))
    with tempfile.TemporaryDirectory() as folder:
        hunt = Hunt(Path(folder), time.monotonic() + told["minutes"] * 60)
        for hunted in asked:
            hunted(hunt, told[hunted.__name__])
            sys.stdout.write(f"{hunted.__name__}: {dict(hunt.seen)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])

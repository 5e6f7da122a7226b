"""Whatever happens to a build, readers find the old site or the new one, whole, and the next build is sound."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.flow.faults import build, no_privileges, root_hash, small_files
from tests.flow.portals import PORTAL, gongkai, small, write

RETITLED = PORTAL.replace("测试门户", "改了名的门户")


@dataclass(frozen=True, slots=True)
class Two:
    """The root hashes of the site as it was, and as it is once the portal bears its new name."""

    old: str
    new: str


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with content and its site. Only to be copied."""
    folder = tmp_path_factory.mktemp("faults")
    small(folder / "content")
    ran = gongkai("build", "--quiet", cwd=folder)
    assert (ran.status, ran.err) == (0, "")
    return folder


@pytest.fixture(scope="session")
def two(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> Two:
    folder = _copy(origin, tmp_path_factory.mktemp("renamed") / "desk")
    assert build(folder, "--quiet").end() == 0
    return Two(root_hash(origin / "site"), root_hash(folder / "site"))


@pytest.fixture
def table(origin: Path, tmp_path: Path, two: Two) -> Path:
    """Give a desk whose content has changed since its site was built."""
    desk = _copy(origin, tmp_path / "desk")
    assert root_hash(desk / "site") == two.old != two.new
    return desk


def _copy(origin: Path, desk: Path) -> Path:
    shutil.copytree(origin, desk)
    write(desk / "content", {"portal.yaml": RETITLED})
    return desk


def _heals(desk: Path, two: Two) -> None:
    """Hold the next build to its promise: the new site, and nothing left beside it."""
    healed = build(desk)
    assert healed.end() == 0, healed.told
    assert root_hash(desk / "site") == two.new
    assert sorted(os.listdir(desk)) == [".cache", "content", "site", "told"]  # noqa: PTH208 - names alone


def _there(pattern: str) -> Callable[[Path], bool]:
    return lambda desk: any(desk.glob(pattern))


def _swapped(desk: Path) -> bool:
    return RETITLED.split()[1] in (desk / "site/index.html").read_text(encoding="utf-8")


KILLED = {
    "when it has the lock": _there("site.tmp-lock"),
    "when it has made its folder": _there("site.tmp-[0-9]*"),
    "at the first page": _there("site.tmp-[0-9]*/index.html"),
    "among the reports": _there("site.tmp-[0-9]*/agencies/*/2024/index.html"),
    "among the data": _there("site.tmp-[0-9]*/data/*.csv"),
    "when the search index comes": _there("site.tmp-[0-9]*/sea*/*"),
    "when everything is listed": _there("site.tmp-[0-9]*/manifest.jsonl"),
}


@pytest.mark.parametrize("reached", KILLED.values(), ids=KILLED)
def test_killed(table: Path, two: Two, reached: Callable[[Path], bool]) -> None:
    running = build(table)
    assert running.hold(lambda: reached(table)), running.told
    assert running.kill() == -9
    assert root_hash(table / "site") in {two.old, two.new}
    _heals(table, two)


def test_killed_after_the_swap(table: Path, two: Two) -> None:
    running = build(table)
    assert running.hold(lambda: _swapped(table))
    assert running.kill() == -9
    assert root_hash(table / "site") == two.new
    _heals(table, two)


def test_killed_between_the_two_renames_of_a_system_that_cannot_exchange_folders(table: Path, two: Two) -> None:
    (table / "site").rename(table / "site.tmp-old")
    (table / "content/portal.yaml").rename(table / "portal.yaml")
    assert build(table).end() == 1
    assert root_hash(table / "site") == two.old, "what was moved aside comes back"
    (table / "portal.yaml").rename(table / "content/portal.yaml")
    _heals(table, two)


@pytest.mark.parametrize("most", [0, 60_000], ids=["nothing", "half a page"])
def test_the_disk_is_full(table: Path, two: Two, most: int) -> None:
    full = build(table, before=small_files(most))
    status, told = full.end(), full.told
    assert status == 1 if most else status
    assert "磁盘写满了" in told if most else not told
    assert root_hash(table / "site") == two.old
    _heals(table, two)


def test_the_folder_may_not_be_written_to(table: Path, two: Two) -> None:
    public = table / "public"
    public.mkdir()
    shutil.copytree(table / "site", public / "site")
    public.chmod(0o555)
    barred = build(table, "--site", "public/site", before=no_privileges)
    assert (barred.end(), "没有权限" in barred.told) == (1, True), barred.told
    assert root_hash(public / "site") == two.old
    public.chmod(0o755)
    assert build(table, "--site", "public/site").end() == 0
    assert root_hash(public / "site") == two.new


def test_a_file_stands_where_a_folder_is_needed(table: Path, two: Two) -> None:
    (table / "public").write_text("", encoding="utf-8")
    barred = build(table, "--site", "public/site")
    assert (barred.end(), "请移走它" in barred.told) == (1, True), barred.told
    (table / "public").unlink()
    _heals(table, two)


def test_two_builds_at_once(table: Path, two: Two) -> None:
    first = build(table)
    assert first.hold(lambda: _there("site.tmp-[0-9]*")(table))
    second = build(table)
    assert (second.end(), "请等它结束" in second.told) == (1, True), second.told
    assert root_hash(table / "site") == two.old
    assert first.go_on() == 0
    assert root_hash(table / "site") == two.new


def test_the_lock_of_a_dead_process_and_what_it_left_are_no_hindrance(table: Path, two: Two) -> None:
    (table / "site.tmp-lock").touch()
    write(table / "site.tmp-1", {"index.html": "half a p", "agencies/1/index.html": ""})
    _heals(table, two)


@pytest.mark.parametrize("damage", ["torn", "altered"])
def test_the_cache_is_damaged(table: Path, two: Two, damage: str) -> None:
    for name in ("glance.json", "build.json", "unread.json"):
        path = table / ".cache" / name
        held = path.read_bytes()
        altered = held.replace(b"{}", b"[]").replace(b'"said"', b'"sad"')
        assert altered != held
        path.write_bytes(altered if damage == "altered" else held[: len(held) // 2])
    _heals(table, two)


def test_the_site_is_a_symlink(table: Path, two: Two) -> None:
    (table / "site").rename(table / "elsewhere")
    (table / "site").symlink_to("elsewhere")
    refused = build(table)
    assert (refused.end(), "请移走它" in refused.told) == (1, True), refused.told
    assert root_hash(table / "elsewhere") == two.old
    (table / "site").unlink()
    (table / "elsewhere").rename(table / "site")
    _heals(table, two)


def test_the_folder_is_somebody_elses(table: Path) -> None:
    write(table / "thesis", {"chapter.txt": "unsaved"})
    refused = build(table, "--site", "thesis")
    assert (refused.end(), "不能覆盖" in refused.told) == (1, True), refused.told
    assert [path.name for path in (table / "thesis").iterdir()] == ["chapter.txt"]


def test_content_changes_under_a_builds_hands(table: Path, two: Two) -> None:
    write(table / "content", {"portal.yaml": PORTAL + "description: 先有这一句。\n"})
    running = build(table)
    assert running.hold(lambda: _there("site.tmp-[0-9]*")(table))
    write(table / "content", {"portal.yaml": RETITLED})
    assert running.go_on() == 0
    assert "请再运行一次" in running.told
    assert root_hash(table / "site") not in {two.old, two.new}, "whole, and of what was there when it began"
    _heals(table, two)


@pytest.mark.parametrize("harm", ["lost", "edited", "added"])
def test_somebody_touches_the_site(origin: Path, tmp_path: Path, two: Two, harm: str) -> None:
    desk = Path(shutil.copytree(origin, tmp_path / "desk"))
    page = desk / "site/places/index.html"
    if harm == "lost":
        page.unlink()
    else:
        written = page if harm == "edited" else desk / "site/stray.html"
        written.write_text("1234", encoding="utf-8")
    mended = build(desk)
    assert (mended.end(), "没有变化" in mended.told) == (0, False)
    assert root_hash(desk / "site") == two.old


def test_nothing_is_done_only_where_nothing_has_changed(origin: Path, tmp_path: Path, two: Two) -> None:
    desk = Path(shutil.copytree(origin, tmp_path / "desk"))
    assert build(desk).end() == 0
    again = build(desk)
    assert (again.end(), "没有变化" in again.told) == (0, True)
    record = next((desk / "content/records").rglob("*.yaml"))
    os.utime(record)
    third = build(desk)
    assert (third.end(), "没有变化" in third.told) == (0, True), "touched, and the same bytes"
    write(desk / "content", {"portal.yaml": RETITLED})
    fourth = build(desk)
    assert (fourth.end(), "没有变化" in fourth.told) == (0, False)
    assert root_hash(desk / "site") == two.new

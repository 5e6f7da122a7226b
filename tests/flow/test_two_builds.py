"""The same content gives the same bytes, wherever and however it is built."""

from __future__ import annotations

import json
import re
import shutil
from hashlib import sha256
from pathlib import Path

from tests.flow.portals import gongkai


def test_folder_hash_seed_time_zone_locale_and_jobs_change_no_byte(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "another place"
    shutil.copytree(built / "content", folder / "content")
    shutil.rmtree(folder / "content/records")
    surroundings = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    ran = gongkai("build", "--jobs", "1", "--site", "public", "--quiet", cwd=folder, env=surroundings)
    assert (ran.status, ran.err) == (0, "")
    assert (folder / "public/manifest.jsonl").read_bytes() == (built / "site/manifest.jsonl").read_bytes()
    record = "content/records/410822/2024.yaml"
    assert (folder / record).read_bytes() == (built / record).read_bytes()


def test_the_cache_can_be_deleted_at_any_time(desk: Path) -> None:
    before = (desk / "site/manifest.jsonl").read_bytes()
    shutil.rmtree(desk / ".cache")
    ran = gongkai("build", cwd=desk)
    assert ran.status == 0
    assert re.fullmatch(r"site：2 份报告，\d+ 页，\d+ 个文件，\d+\.\d MB\n", ran.out)
    assert "读取" not in ran.err, "the record is known by the hash of its file, not by the cache"
    assert (desk / "site/manifest.jsonl").read_bytes() == before


def test_the_manifest_lists_every_file_with_its_hash(built: Path) -> None:
    site = built / "site"
    listed = [json.loads(line) for line in (site / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    there = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    del there["manifest.jsonl"]
    assert {item["path"]: item["sha256"] for item in listed} == {
        name: sha256(held).hexdigest() for name, held in there.items()
    }
    assert all(item["bytes"] == len(there[item["path"]]) for item in listed)

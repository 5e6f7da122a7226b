"""The same content gives the same bytes, wherever and however it is built."""

from __future__ import annotations

import json
import re
import shutil
from hashlib import sha256
from pathlib import Path

from tests.flow.portals import gongkai


def test_the_cache_can_be_deleted_at_any_time(desk: Path) -> None:
    before = (desk / "site/manifest.jsonl").read_bytes()
    shutil.rmtree(desk / ".cache")
    ran = gongkai("build", cwd=desk, env={"CI": "true"})
    assert ran.status == 0
    assert re.fullmatch(r"site：2 份报告，\d+ 页，\d+ 个文件，\d+\.\d MB\n(?:  .+\n)*", ran.out)
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

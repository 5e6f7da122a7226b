"""What people keep in `content/` is read only where it is a plain file of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.records.errors import ContentError
from generator.records.own_files import LARGEST_FILE, read_text
from generator.records.portal import load_portal

REGISTRY = '- {id: "990001", name: 示例县人民政府, kind: government}\n'


def problem(path: Path, name: str | None = None) -> str:
    with pytest.raises(ContentError) as raised:
        read_text(path, name)
    (only,) = raised.value.problems
    assert only.path == (name or str(path))
    assert only.remedy
    return only.what


def test_a_plain_file_is_its_text_without_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\ufeff# 关于\n".encode())
    assert read_text(tmp_path / "a.md") == "# 关于\n"


def test_a_symlink_is_refused_at_every_step_below_content(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_text("secret", encoding="utf-8")
    content = tmp_path / "content"
    content.mkdir()
    (content / "a.md").symlink_to(outside / "a.md")
    (content / "pages").symlink_to(outside)
    assert "符号链接" in problem(content / "a.md", "a.md")
    assert "符号链接" in problem(content / "pages/a.md", "pages/a.md")
    (content / "dangling.md").symlink_to(outside / "nothing")
    assert "符号链接" in problem(content / "dangling.md", "dangling.md")
    (tmp_path / "alias").symlink_to(tmp_path / "outside")  # where content itself lies is the maintainer's affair
    assert read_text(tmp_path / "alias/a.md", "a.md") == "secret"


def test_a_folder_a_large_file_and_another_encoding_are_named(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "gbk.md").write_bytes("关于".encode("gbk"))
    with (tmp_path / "large.md").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    whats = [problem(tmp_path / f"{name}.md") for name in ("folder", "gbk", "large", "absent")]
    assert [word in what for word, what in zip(["文件", "UTF-8", "太大", "文件"], whats, strict=True)] == [True] * 4


def test_what_touches_the_whole_is_named_at_once(tmp_path: Path) -> None:
    for name in ("agencies", "pages"):
        (tmp_path / name).mkdir()
    (tmp_path / "agencies/x.yaml").write_text(REGISTRY + REGISTRY, encoding="utf-8")
    (tmp_path / "pages/about.md").write_bytes("关于".encode("gbk"))
    with pytest.raises(ContentError) as raised:
        load_portal(tmp_path)
    assert [each.path for each in raised.value.problems] == ["agencies/x.yaml", "pages/about.md", "portal.yaml"]

"""Messages of the commands in English: every message has its English, and the commands say it where it is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from generator.commands import cli
from generator.english import in_chinese, in_english, is_wanted
from generator.records.yaml_files import loads
from tests.flow.portals import COUNTY, ROOT, gongkai, small, write

HAN: Final = re.compile("[\u4e00-\u9fff]")
ENGLISH: Final[Mapping[str, str]] = {"LANG": "en_GB.UTF-8"}


def test_every_entry_of_the_catalogue_is_said_by_the_program() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "generator").rglob("*.py")]
    said = "\n".join(sources).replace("\\u3000", "　")
    catalogue = loads((ROOT / "generator/english.yaml").read_text(encoding="utf-8"), "english.yaml").data
    longest = {form: max(re.split(r"[{}\n]+", form), key=len).strip() for form in catalogue["messages"]}
    assert [form for form, part in longest.items() if part not in said] == []


def test_templates_have_as_many_places_in_both_languages() -> None:
    catalogue = loads((ROOT / "generator/english.yaml").read_text(encoding="utf-8"), "english.yaml").data
    for entries in catalogue.values():
        for form, other in entries.items():
            assert other.format(*["x"] * form.count("{}")), form
            assert len(re.findall(r"\{\d?\}", other)) <= form.count("{}"), form


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB"}, True),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, True),
    ],
)
def test_english_is_for_those_who_ask(environment: dict[str, str], *, wanted: bool) -> None:
    assert is_wanted(environment) is wanted


def test_messages_put_together_are_said_part_by_part() -> None:
    assert in_english("读取 3 份，未变 4 份，未能读出 0 份") == "3 read, 4 unchanged, 0 could not be read"
    assert (
        in_english("a.txt：没有这个文件。\n    → 请检查路径。")
        == "a.txt: There is no such file.\n    → Check the path."
    )
    drafts = "共 9 个部门：不能读取 1，请核对 6，未提交 2"
    assert in_english(drafts) == "9 departments: cannot be read: 1, please check: 6, not submitted: 2"
    sizes = "甲：压缩后 1.0 KB（上限 14 KB）\n  乙：压缩后 2.0 KB（上限 8 KB，超出了）"
    assert in_english(sizes) == "甲: 1.0 KB compressed (limit 14 KB)\n  乙: 2.0 KB compressed (limit 8 KB, exceeded)"
    problem = "portal.yaml:3: 没有“colour”这一项。\n    → 请检查拼写，或删去这一行。"
    assert in_english(problem).startswith("portal.yaml:3: There is no such entry as “colour”.\n    → Check")
    assert in_english("示例县人民政府") == "示例县人民政府", "names stay"
    assert in_english("“一、二”：三") == "“一、二”：三", "what nobody knows keeps its own stops"
    assert in_chinese("No such option: --foo") == "没有选项 --foo。"


def test_the_commands_speak_english_to_those_who_ask(tmp_path: Path) -> None:
    small(tmp_path / "content")
    write(tmp_path / "content", {"corrections/nobody/2024.yaml": "[]\n", f"reports/{COUNTY}/2023.pdf": b""})
    for arguments, part in (
        (("ingest",), "1 read, 0 unchanged, 1 could not be read"),
        (("check",), "The file is empty (0 bytes)."),
        (("read", "nothing.pdf"), "There is no such file.\n    → Check the path."),
        (("check", "--content", "nowhere"), "There is no folder nowhere."),
        (("build", "--bad"), "Try 'gongkai build --help' for help."),
        (("build", "--quiet"), "1 reports, "),
    ):
        ran = gongkai(*arguments, cwd=tmp_path, env=ENGLISH)
        said = ran.out + ran.err
        assert part in said
        assert not re.search("(?m:^|→ |[。：:] ?)请", said), arguments
    path = f"content/reports/{COUNTY}/2024.txt"
    chinese, english = (gongkai("read", path, cwd=tmp_path, env=env) for env in ({}, ENGLISH))
    assert chinese.out == english.out, "a record is the same in every language"
    page = (tmp_path / f"site/agencies/{COUNTY}/2023/index.html").read_text(encoding="utf-8")
    assert "文件是空的" in page


@pytest.mark.parametrize("command", ["", *cli.commands])
def test_help_is_in_one_language(command: str) -> None:
    asked = [*command.split(), "--help"]
    english = CliRunner().invoke(cli, asked, env={**ENGLISH, "LANGUAGE": "", "LC_ALL": ""})
    assert english.exit_code == 0
    assert not HAN.search(re.sub(r"Gongkai 公开|(?m:^ *Example: .*$)", "", english.output))
    chinese = CliRunner().invoke(cli, asked, env={"LANG": "C.UTF-8", "LANGUAGE": "", "LC_ALL": ""})
    assert not re.search(r"Usage|Options:|Commands:|Show this|default:|required", chinese.output)

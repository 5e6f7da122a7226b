"""One content folder with everything that can be wrong at once: each fault named as ours, and nothing else lost."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from generator.commands import cli
from tests.flow.portals import COUNTY, ROOT, Ran, agency, gongkai, report, small, write
from tests.hostile import office_bombs, pdf_bombs
from tests.reading import rendering
from tests.reading.rendering import Report

PHOTO: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)
RULE_OF_LAW: Final = (
    "示例县人民政府2024年法治政府建设年度报告\n\n一、主要举措和成效\n\n全年办理行政复议案件12件，作出行政处罚51件。\n\n"
    "二、存在的不足\n\n执法力量还不够。\n\n三、下一步工作\n\n继续加强培训。\n"
)


def _zipped(text: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("2024.txt", text)
    return held.getvalue()


def _two_codings(made: Report) -> bytes:
    before, after = rendering.tabs(made).split("三、收到", maxsplit=1)
    return before.encode() + ("三、收到" + after).encode("gb18030")


@dataclass(frozen=True, slots=True)
class Bad:
    """One file that cannot be read: its agency, ending and bytes, and words of the message and of the remedy."""

    agency: str
    ending: str
    held: bytes
    what: str
    remedy: str

    @property
    def path(self) -> str:
        """Its place below `content/`."""
        return f"reports/{self.agency}/2024.{self.ending}"


OLD_WORD: Final = bytes.fromhex("d0cf11e0a1b11ae1").ljust(600, b"\0")


def _bad() -> tuple[Bad, ...]:
    made = report(seed=2)
    whole = rendering.tabs(made)
    other = rendering.tabs(report("示例县财政局", seed=3))
    pdf = (ROOT / "content/reports/320813/2023.pdf").read_bytes()
    return (
        Bad("x-empty", "pdf", b"", "文件是空的", "重新下载"),
        Bad("x-blank", "txt", b" \n\r\n\t", "文件是空的", "换一份"),
        Bad("x-law", "txt", RULE_OF_LAW.encode(), "不像政府信息公开工作年度报告", "请确认文件"),
        Bad("x-photo", "png", PHOTO, "图片", "请换成 PDF、网页"),
        Bad("x-named", "pdf", PHOTO, "图片", "请换成 PDF、网页"),
        Bad("x-zip", "zip", _zipped(whole), "压缩包", "请换成 PDF、网页"),
        Bad("x-cut-zip", "docx", _zipped(whole)[:60], "损坏", "重新下载"),
        Bad("x-cut-pdf", "pdf", pdf[: len(pdf) // 2], "PDF", "请"),
        Bad("x-coding", "txt", _two_codings(made), "编码", "UTF-8"),
        Bad("x-locked", "docx", office_bombs.BOMBS["a locked member"](), "加了密码", "取消密码"),
        Bad("x-entities", "docx", office_bombs.BOMBS["entities upon entities"](), "DOCTYPE", "另存"),
        Bad("x-members", "docx", office_bombs.BOMBS["30,000 members"](), "超过 2000 个的上限", "另存"),
        Bad("x-twice", "docx", office_bombs.BOMBS["the same member twice"](), "重名", "另存"),
        Bad("x-unpacks", "docx", office_bombs.BOMBS["300,000 numbers"](), "解压后过大", "正常的文件"),
        Bad("x-deep", "html", office_bombs.BOMBS["HTML 500,000 deep"](), "嵌套太深", "正文"),
        Bad("x-shell", "html", b"<html><body><script>1</script></body></html>", "没有文字", "网页正文"),
        Bad("x-cut-rtf", "rtf", b"{\\rtf1 1", "RTF", "请"),
        Bad("x-sheet", "doc", OLD_WORD + "Workbook".encode("utf-16-le"), "不是 Word", "请重新下载，或换成 Word"),
        Bad("x-sealed", "doc", OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "加了密码", "取消密码"),
        Bad("x-long", "txt", office_bombs.BOMBS["text of 36 MB"](), "字节的上限", "只有这一份报告"),
        Bad("x-zero", "txt", b"\0" * 100, "零字节", "请"),
        Bad("x-pages", "pdf", pdf_bombs.BOMBS["a million pages"](), "1000000 页", "请"),
        Bad("x-two", "txt", (whole + "\n\n" + other).encode(), "2 份报告", "--part"),
    )


BAD: Final = _bad()
NAMED: Final = pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.agency)
WRONG_YEAR: Final = "reports/x-year/2024.txt"
WHOLE: Final = ("x-fixed", "x-stale", "x-badfix", "x-hand", "x-note", "x-noted")
SHOWN: Final = (*(bad.agency for bad in BAD), "x-year", "x-hand", "x-note", "x-noted")
FIX: Final = """\
- cell: applications.granted.total
  was: {was}
  is: {now}
  why: 对照原件，第 2 页印的是另一个数
  by: 示例编辑
  date: 2025-02-01
"""


@dataclass(frozen=True, slots=True)
class Built:
    """The folder in which everything was built, the one good report, and what the build said."""

    folder: Path
    good: Report
    ran: Ran

    def page(self, name: str) -> str:
        """Give a page of the site."""
        return (self.folder / "site" / name / "index.html").read_text(encoding="utf-8")

    def state(self, path: str) -> tuple[str, str]:
        """Give the state of a file below `content/`, and why."""
        text = (self.folder / "site/status/inputs.csv").read_text(encoding="utf-8-sig")
        found = [row for row in csv.DictReader(io.StringIO(text)) if row["path"] == path]
        assert len(found) == 1, path
        return found[0]["state"], found[0]["why"]


def _registry() -> str:
    keys = dict.fromkeys([bad.agency for bad in BAD] + ["x-year", "x-link", *WHOLE])
    return "".join(agency(key, f"示例{number}局") for number, key in enumerate(keys))


def _granted() -> int:
    figure = report(seed=4).figures["applications.granted.total"]
    assert isinstance(figure, int)
    return figure


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("bad")
    content = folder / "content"
    good = small(content)
    write(content, {"agencies/x.yaml": _registry()})
    whole = rendering.tabs(report(seed=4))
    write(content, {f"reports/{key}/2024.txt": whole for key in WHOLE if key != "x-noted"})
    assert gongkai("ingest", "--quiet", cwd=folder).status == 0
    _spoil(folder, content)
    return Built(folder, good, gongkai("build", "--quiet", cwd=folder))


def _spoil(folder: Path, content: Path) -> None:
    granted, whole = _granted(), rendering.tabs(report(seed=4))
    record = content / "records/x-hand/2024.yaml"
    text = re.sub("penalty_decisions: [0-9]+", "penalty_decisions: 很多", record.read_text(encoding="utf-8"))
    files: dict[str, str | bytes] = {
        "records/x-hand/2024.yaml": text,
        "reports/x-note/2024.source.yaml": "url: ftp://example.org/\n",
        "reports/x-noted/2024.txt": whole,
        "reports/x-noted/2024.source.yaml": "url: [\n",
        "corrections/x-fixed/2024.yaml": FIX.format(was=granted, now=granted + 7),
        "corrections/x-stale/2024.yaml": FIX.format(was=granted + 1, now=granted + 7),
        "corrections/x-badfix/2024.yaml": "- cell: [\n",
        "reports/nobody/2024.txt": whole,
        WRONG_YEAR: rendering.tabs(report(year=2023)),
        f"reports/{COUNTY}/年报.txt": whole,
    }
    write(content, files | {bad.path: bad.held for bad in BAD})
    (folder / "outside.txt").write_text(whole, encoding="utf-8")
    (content / "reports/x-link").mkdir()
    (content / "reports/x-link/2024.txt").symlink_to(folder / "outside.txt")


def _blocks(stderr: str, path: str) -> list[str]:
    """Give what stderr says of a file: each message with the line of its remedy."""
    lines = stderr.splitlines()
    found = [n for n, line in enumerate(lines) if re.match(rf"{re.escape(path)}(?::\d+)?[:：]", line)]
    return ["\n".join(lines[n : n + 2]) for n in found]


def _leads(page: str) -> list[str]:
    return re.findall('data-badge="([^"]+)"', page)


def test_a_build_full_of_bad_input_is_done(built: Built) -> None:
    assert built.ran.status == 0, built.ran.err
    assert "Traceback" not in built.ran.err


@NAMED
def test_stderr_names_the_file_once_with_its_remedy(built: Built, bad: Bad) -> None:
    (block,) = _blocks(built.ran.err, bad.path)
    said, remedy = block.splitlines()
    assert bad.what in said
    assert remedy.startswith("    → ")
    assert bad.remedy in remedy


@NAMED
def test_the_status_page_and_the_list_of_files_show_it(built: Built, bad: Bad) -> None:
    assert f'data-state="unread"><th scope="row"><code>{bad.path}</code>' in built.page("status")
    state, why = built.state(bad.path)
    assert state == "unread"
    assert bad.what in why
    assert bad.remedy in why


@pytest.mark.parametrize("key", SHOWN)
def test_its_agencys_page_says_that_we_could_not_read_it(built: Built, key: str) -> None:
    page = built.page(f"agencies/{key}/2024")
    assert _leads(page)[0] == "not_read"
    assert "我们未能读全" in page
    assert "data-cell=" not in page
    assert "not_read" in _leads(built.page(f"agencies/{key}"))


@NAMED
def test_read_prints_no_record(built: Built, bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command itself, in this process: it is a process of its own for the first of them, below."""
    monkeypatch.chdir(built.folder)
    ran = CliRunner().invoke(cli, ["read", f"content/{bad.path}"])
    assert (ran.exit_code, ran.stdout) == (3, "")
    (block,) = _blocks(ran.stderr, f"content/{bad.path}")
    assert bad.what in block
    assert bad.remedy in block
    assert len(ran.stderr.splitlines()) == 2


def test_read_as_a_process_prints_no_record(built: Built) -> None:
    ran = gongkai("read", f"content/{BAD[2].path}", cwd=built.folder)
    assert (ran.status, ran.out) == (3, "")
    assert len(_blocks(ran.err, f"content/{BAD[2].path}")) == 1


def test_read_refuses_a_symlink_a_folder_and_a_file_that_is_not_there(built: Built) -> None:
    for name in ("content/reports/x-link/2024.txt", "content/reports", "content/nothing.pdf"):
        ran = gongkai("read", name, cwd=built.folder)
        assert (ran.status, ran.out) == (3, ""), name
        assert len(_blocks(ran.err, name)) == 1


def test_the_good_report_is_published_unharmed(built: Built) -> None:
    page = built.page(f"agencies/{COUNTY}/2024")
    shown = dict(re.findall('data-cell="([^"]+)" data-value="([^"]*)"', page))
    assert shown == {cell: built.good.text(cell) for cell in built.good.figures}
    assert _leads(page)[0] == "consistent"


def test_every_file_is_in_exactly_one_state(built: Built) -> None:
    content = built.folder / "content"
    there = sorted(p.relative_to(content).as_posix() for p in content.rglob("*") if p.is_symlink() or p.is_file())
    text = (built.folder / "site/status/inputs.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sorted(row["path"] for row in rows) == there
    assert all(row["why"] for row in rows if row["state"] in {"unread", "left_out"})
    assert f"<td data-files>{len(there)}</td>" in built.page("status")


@pytest.mark.parametrize(
    ("path", "what", "remedy"),
    [
        ("reports/nobody/2024.txt", "nobody", "content/agencies/"),
        ("reports/x-link/2024.txt", "符号链接", "文件本身"),
        (f"reports/{COUNTY}/年报.txt", "不是年度版次", "2024.pdf"),
        ("records/x-hand/2024.yaml", "penalty_decisions", "ingest --again"),
        ("reports/x-note/2024.source.yaml", "url", "不是完整的网址"),
        ("reports/x-noted/2024.source.yaml", "YAML 写法有误", "缩进"),
        ("corrections/x-stale/2024.yaml", "applications.granted.total", "重新核对"),
        ("corrections/x-badfix/2024.yaml", "YAML 写法有误", "缩进"),
    ],
)
def test_a_fault_of_our_own_is_left_out_once_and_listed(built: Built, path: str, what: str, remedy: str) -> None:
    (block,) = _blocks(built.ran.err, path)
    assert what in block
    assert remedy in block
    assert built.state(path)[0] == "left_out"
    assert re.search(rf'data-state="problem"><p class="finding-head"><code>{re.escape(path)}', built.page("status"))


def test_a_report_of_another_year_is_shown_under_no_wrong_year(built: Built) -> None:
    (block,) = _blocks(built.ran.err, WRONG_YEAR)
    assert "2023" in block
    assert "year: 2024" in block
    assert built.state(WRONG_YEAR)[0] == "unread"
    assert not (built.folder / "site/agencies/x-year/2023").exists()


def test_the_report_of_a_spoiled_record_is_ours_to_mend(built: Built) -> None:
    state, why = built.state("reports/x-hand/2024.txt")
    assert state == "unread"
    assert "记录" in why


def test_nothing_of_a_stranger_or_behind_a_symlink_is_published(built: Built) -> None:
    assert not (built.folder / "site/agencies/nobody").exists()
    assert not (built.folder / "site/agencies/x-link/2024").exists()
    assert not (built.folder / "content/records/x-link").exists()


def test_a_correction_that_holds_shows_both_values(built: Built) -> None:
    page, granted = built.page("agencies/x-fixed/2024"), _granted()
    assert f'data-cell="applications.granted.total" data-value="{granted + 7}"' in page
    assert "corrected" in _leads(page)
    evidence = page[page.index('id="evidence"') :]
    assert re.search(rf"\b{granted}\b", evidence)
    assert re.search(rf"\b{granted + 7}\b", evidence)
    assert "对照原件，第 2 页印的是另一个数" in page


@pytest.mark.parametrize("key", ["x-stale", "x-badfix"])
def test_a_correction_that_does_not_hold_leaves_the_reading(built: Built, key: str) -> None:
    page = built.page(f"agencies/{key}/2024")
    assert f'data-cell="applications.granted.total" data-value="{_granted()}"' in page
    assert "corrected" not in _leads(page)


def test_broken_yaml_in_the_registry_stops_the_build_and_leaves_the_old_site(built: Built, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(built.folder, tmp_path / "desk", symlinks=True))
    before = (folder / "site/manifest.jsonl").read_bytes()
    write(
        folder / "content", {"agencies/41.yaml": "- id: [\n", "agencies/42.yaml": '- {id: "1", name: 甲乙, kind: 市}\n'}
    )
    ran = gongkai("build", "--quiet", cwd=folder)
    assert (ran.status, ran.out) == (1, "")
    assert len(_blocks(ran.err, "agencies/41.yaml")) == 1
    assert len(_blocks(ran.err, "agencies/42.yaml")) == 1
    assert (folder / "site/manifest.jsonl").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in built.folder.iterdir())


def test_settings_in_error_stop_the_build(tmp_path: Path) -> None:
    small(tmp_path / "content")
    write(tmp_path / "content", {"portal.yaml": "title: 只有名称\ncolour: red\n"})
    ran = gongkai("build", "--quiet", cwd=tmp_path)
    assert (ran.status, ran.out) == (1, "")
    assert len(re.findall("^portal.yaml", ran.err, re.MULTILINE)) == 2, ran.err
    assert not (tmp_path / "site").exists()

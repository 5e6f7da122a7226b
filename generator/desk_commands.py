"""Commands for people at their own desk: `review` and `precheck`. Arguments in, messages out."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import tempfile
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from generator import pipeline
from generator.checking.findings import Finding
from generator.desk import letters, workbooks
from generator.desk import precheck as prechecking
from generator.desk.changed import NoComparisonError
from generator.desk.changes import as_markdown, content_at, side
from generator.desk.decisions import Signed
from generator.desk.precheck import Draft
from generator.desk.review import Desk
from generator.desk.review_server import ReviewServer
from generator.pipeline import Options
from generator.publishing.render import make_renderer, site_head
from generator.records.portal import Held, Portal, Settings, load_portal
from generator.saying import progress, say, tell
from generator.sitting import Sitting

ROOT: Final = Path(__file__).resolve().parent.parent
_content = click.option(
    "--content", type=click.Path(path_type=Path), default=Path("content"), show_default=True, help="内容所在的文件夹。"
)
_quiet = click.option("--quiet", is_flag=True, help="不显示进度。")


def _nothing(_: str) -> None:
    """Take a message and show nothing."""


@click.command()
@_content
@click.option("--by", default="", help="署名；不写则用 git 的 user.name。")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="端口；0 为任意空闲端口。")
@click.option("--open/--no-open", "opens", default=True, help="是否打开浏览器。")
def review(content: Path, by: str, port: int, *, opens: bool) -> None:
    """在本机浏览器里逐项核对：读不准的格、待核对的校验结果、只有一种读法的记录。

    例：gongkai review --by 示例编辑部
    """
    if not content.is_dir():
        raise click.UsageError(f"没有文件夹 {content}。请用 --content 指明内容所在的文件夹。")
    signed = Signed(by or _git_name(content), dt.datetime.now().astimezone().date().isoformat())
    options = Options(content, Path("site"), ROOT / "templates")
    desk = Desk(content, Sitting(options, _nothing).checked, signed)
    desk.refresh()
    with ReviewServer(desk, options.templates, pipeline.page_picture, port) as server:
        try:
            say(f"核对台：{server.address} （还有 {len(desk.items)} 项，署名 {signed.by}；Ctrl-C 结束）")
            if opens:
                webbrowser.open(server.address)
            server.serve_forever()
        except KeyboardInterrupt:
            say("核对台已关闭。每一项都已写进 content/corrections/ 和 content/reviews/，请检查后提交。")


def _loaded(options: Options) -> tuple[Portal, tuple[tuple[Held, tuple[Finding, ...]], ...]]:
    portal = pipeline.portal_of(options, pipeline.ingest(options, progress=_nothing))
    return portal, pipeline.findings_of(portal)


def _git_name(folder: Path) -> str:
    """Give the name that git would sign with, or the one that this machine knows the person by."""
    try:
        asked = ["git", "-C", str(folder), "config", "user.name"]
        name = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=10).stdout.strip()  # noqa: S603 - fixed words
    except OSError:
        name = ""
    return name or os.environ.get("USER", "") or "未署名"


@click.command()
@click.argument("reference", metavar="REF")
@_content
def changes(reference: str, content: Path) -> None:
    """与 git 的一个提交相比，哪些年报、读数和校验结果变了；以 Markdown 打印，供合并请求的摘要用。

    例：gongkai changes HEAD~1
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            old = content_at(reference, content, Path(folder) / "content")
        except NoComparisonError as error:
            raise click.UsageError(str(error)) from None
        portal = load_portal(old)
        before = side(portal, pipeline.findings_of(portal))
    now, checked = _loaded(Options(content, Path("site"), ROOT / "templates"))
    tell(as_markdown(before, side(now, checked)).rstrip("\n"))


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="结果写到哪个文件夹。")
@_content
@click.option("--place", default="", help="应当提交的机关所在地的区划代码（或其开头）；列出还没有提交的。")
@_quiet
def precheck(folder: Path, out: Path, content: Path, place: str, *, quiet: bool) -> None:
    """发布之前核对一批草稿：每个部门一行，每份草稿一封意见。不联网，不改动 content/ 和 site/。

    例：gongkai precheck 草稿 --out 核对结果
    """
    if out.resolve() == folder.resolve() or out.resolve().is_relative_to(folder.resolve()):
        raise click.UsageError("结果不能写进草稿所在的文件夹。请用 --out 指明另一个文件夹。")
    portal = (
        load_portal(content) if (content / "portal.yaml").is_file() else Portal(Settings("", "https://x.invalid/"), {})
    )
    with progress(quiet=quiet) as shown:
        drafts = prechecking.precheck(folder, portal, place, prechecking.last_round(out), shown)
    _write(out, portal, drafts)
    for line in _told(drafts):
        tell(line)
    tell(f"{out / _BOOK}")


_BOOK: Final = "核对结果.xlsx"


def _write(out: Path, portal: Portal, drafts: Sequence[Draft]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / _BOOK).write_bytes(workbooks.workbook(drafts, ""))
    render = make_renderer(ROOT / "templates", site_head(portal.settings, (), ()))
    written: dict[str, Any] = {}
    for number, draft in enumerate((draft for draft in drafts if draft.file), start=1):
        written[letters.file_name(draft, number)] = letters.letter(draft, render)
    (out / "意见").mkdir(exist_ok=True)
    for old in (out / "意见").glob("*.html"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (out / "意见" / name).write_text(text, encoding="utf-8")
    (out / prechecking.ROUND).write_text(prechecking.round_of(drafts), encoding="utf-8")


def _told(drafts: Sequence[Draft]) -> list[str]:
    lines = [
        f"{draft.department}：{draft.state}{f'，数据不符 {errors} 处' if errors else ''}"
        for draft, errors in _errors(drafts)
    ]
    states = [draft.state for draft in drafts]
    total = "，".join(f"{state} {states.count(state)}" for state in dict.fromkeys(states))
    return [*lines, f"共 {len(drafts)} 个部门：{total}" if drafts else "文件夹里没有草稿。"]


def _errors(drafts: Sequence[Draft]) -> list[tuple[Draft, int]]:
    return [(draft, draft.count("error")) for draft in drafts]

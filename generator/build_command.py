"""The command `build`. Whether there is anything to do is found out first; the program is loaded only then."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from generator.publishing import cache
from generator.publishing.said import Built, Summary, said_again
from generator.publishing.swap import only_build
from generator.reading import fork_server
from generator.records.errors import ContentError
from generator.saying import progress, say, tell

TEMPLATES: Final = Path(__file__).resolve().parent.parent / "templates"
_HELP: Final = frozenset({"-h", "--help"})

scheduler_option: Final = click.option(
    "--scheduler", default="", metavar="tcp://…", help="已有 Dask 集群的地址；各机须装有本程序，并能见到同样的文件夹。"
)


@click.command()
@click.option(
    "--content", type=click.Path(path_type=Path), default=Path("content"), show_default=True, help="内容所在的文件夹。"
)
@click.option(
    "--site", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="网站写到哪个文件夹。"
)
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="同时做几件事。")
@scheduler_option
@click.option("--quiet", is_flag=True, help="不显示进度。")
@click.option("--commit", default="", help="写进 data/build.json 的提交号。")
@click.option(
    "--last",
    type=click.Path(path_type=Path),
    help="上一次发布的 manifest.jsonl：其中的网址和年报不得无故消失，变动列在 /changes/。",
)
def build(*, content: Path, site: Path, quiet: bool, commit: str, last: Path | None, **how: Any) -> None:  # noqa: ANN401 - as click gives them
    """读取、校验，并生成整个网站和检索。

    例：gongkai build --site site
    """
    from generator import pipeline  # noqa: PLC0415 - a build that has nothing to do must not load all of it

    if not content.is_dir():
        raise click.UsageError(f"没有文件夹 {content}。请用 --content 指明内容所在的文件夹。")
    options = pipeline.Options(content, site, TEMPLATES, **how)
    with progress(quiet=quiet) as shown:
        built = pipeline.build(options, commit=commit, last=last, progress=shown)
    _tell(built, site)
    gc.freeze()  # the program ends here: looking for cycles in all that it holds took longer than the end itself


def stands(arguments: Sequence[str]) -> bool:
    """Tell whether `arguments` ask for a site that stands as it would be built; then it is said what its build said.

    Whatever is not as it should be is left to the command itself to find, and to say.
    """
    if arguments[:1] != ["build"] or not _HELP.isdisjoint(arguments):
        return False
    try:
        asked = build.make_context("build", list(arguments[1:])).params
        with only_build(asked["site"]):
            seen = cache.look(asked["content"], TEMPLATES, commit=asked["commit"], last=asked["last"])
            said = cache.said_before(seen, asked["site"])
    except (click.ClickException, ContentError, OSError):
        return False
    if said is None:
        if seen.reports_moved:
            fork_server.begin()  # it loads the readers while this process loads the rest
        return False
    with progress(quiet=asked["quiet"]) as shown:
        shown(cache.UNCHANGED)
    _tell(said_again(said), asked["site"])
    return True


def _tell(built: Built, site: Path) -> None:
    """Say what a build gave. A report left out with its reason is no failure of the command."""
    for problem in built.problems:
        say(str(problem))
    for path, what, remedy in built.unread:
        say(f"{path}：{what}\n    → {remedy}")
    tell(summary_of(built.summary, site))


def summary_of(summary: Summary, site: Path) -> str:
    """Put into words what was published."""
    size = f"{summary.size / 1_000_000:.1f} MB"
    told = [f"{site}：{summary.reports} 份报告，{summary.pages} 页，{summary.files} 个文件，{size}"]
    for each in summary.budgets:
        over = "" if each.kept else "，超出了"
        told.append(f"  {each.name}：压缩后 {each.size / 1000:.1f} KB（上限 {each.limit // 1000} KB{over}）")
    return "\n".join(told)

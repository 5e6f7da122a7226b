"""The commands: arguments in, exit code out. What they print goes through `saying`.

Exit codes: 0 done (findings about reports, and reports left out with their reason, included); 1 our own content is in
error and something could not be done; 2 wrong usage; 3 the named file cannot be read; 4 our fault.
"""

from __future__ import annotations

import shutil
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from generator import pipeline
from generator.build_command import TEMPLATES, build, scheduler_option, summary_of
from generator.checking.explain import UnknownCheckError
from generator.checking.explain import explain as explain_check
from generator.checking.findings import Result
from generator.desk import add as adding
from generator.desk import listing, picture
from generator.desk import serve as serving
from generator.desk.annotations import annotate
from generator.desk.changed import NoComparisonError, changed_since, concerns
from generator.desk.matching import Wanted
from generator.desk_commands import changes, precheck, review
from generator.host_commands import pack_site, uploads
from generator.pipeline import Options
from generator.publishing.edition import make_edition
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import Fault, read_safely
from generator.records.errors import ContentError, Problem
from generator.records.portal import Issue
from generator.records.record import dump_record
from generator.saying import Context, Progress, ask, give, progress, refuse, say, spoken, tell
from generator.sitting import Sitting

CONTENT_ERROR: Final = 1
UNREADABLE: Final = 3
OUR_FAULT: Final = 4
_FEW: Final = 3

_content = click.option(
    "--content", type=click.Path(path_type=Path), default=Path("content"), show_default=True, help="内容所在的文件夹。"
)
_site = click.option(
    "--site", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="网站写到哪个文件夹。"
)
_jobs = click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="同时读取几份文件。")
_quiet = click.option("--quiet", is_flag=True, help="不显示进度。")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """公开 Gongkai：把政府信息公开工作年度报告读成记录，校验，并生成可以查找的网站。"""


def _options(content: Path, site: Path = Path("site"), jobs: int = 2) -> Options:
    if not content.is_dir():
        raise click.UsageError(f"没有文件夹 {content}。请用 --content 指明内容所在的文件夹。")
    return Options(content, site, TEMPLATES, jobs)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--part", type=click.IntRange(1), help="文件里有几份报告时，读第几份。")
def read(file: Path, part: int | None) -> None:
    """读出一份文件的记录，以 YAML 打印。

    例：gongkai read content/reports/410704200/2024.txt
    """
    try:
        give(dump_record(read_safely(file, str(file), part=part)))
    except Unreadable as error:
        say(f"{file}：{error.what}\n    → {error.remedy}")
        sys.exit(UNREADABLE)


@cli.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1)
@_content
@click.option("--agency", help="机关编号；不写则由文件判断。")
@click.option("--year", type=click.IntRange(2008, 2100), help="报告年度；不写则由文件判断。")
@click.option("--part", type=click.IntRange(1), help="文件里有几份报告时，取第几份。")
@_quiet
def add(files: tuple[Path, ...], content: Path, *, quiet: bool, **told: Any) -> None:  # noqa: ANN401 - as click gives them
    """把报告文件或整个文件夹放到各自的位置，读出并校验；不写文件则处理 content/inbox/。

    例：gongkai add 下载/2024年报.html
    """
    options = _options(content)
    with progress(quiet=quiet) as shown:
        outcomes = adding.add(files or adding.inbox(content), content, Wanted(**told), _asker(shown), shown)
    _show_added(options, outcomes, quiet=quiet)
    sys.exit(CONTENT_ERROR if any(item.place is None for item in outcomes) else 0)


def _asker(shown: Progress) -> adding.Ask | None:
    """Give what asks the person at the terminal, if there is one."""

    def asked(question: str, choices: list[str]) -> int:
        shown.end()
        return ask(question, choices)

    return asked if sys.stdin.isatty() else None


def _show_added(options: Options, outcomes: list[adding.Outcome], *, quiet: bool) -> None:
    """Read what was filed and show it: each report as a picture, or one row a file where there are many."""
    width = shutil.get_terminal_size((100, 24)).columns
    issues = {item.issue for item in outcomes if item.place and item.issue}
    if issues:
        _show_read(options, issues, width, quiet=quiet)
    for item in (each for each in outcomes if not each.place):
        say(f"{item.file}：{item.why}\n    → {item.remedy}")
    if not outcomes:
        say("没有要归档的文件。")
    if len(outcomes) > 1:
        give(picture.of_outcomes(outcomes, width, spoken))
        say(picture.summary(outcomes, spoken))
    elif issues:
        (item,) = outcomes
        tell(f"{item.file} → {item.place}（{item.state}：{item.why}）")


def _show_read(options: Options, issues: set[Issue], width: int, *, quiet: bool) -> None:
    with progress(quiet=quiet) as shown:
        portal = pipeline.portal_of(options, pipeline.ingest(options, progress=shown))
    checked = [
        (held, tuple(finding for finding in findings if finding.result is not Result.NOT_ASSESSABLE))
        for held, findings in pipeline.findings_of(portal)
        if held.issue in issues
    ]
    few = checked if len(checked) <= _FEW else []
    for held, _ in few:
        tell(picture.of_record(held, width))
    unread = tuple(item for item in portal.unread if item.issue in issues)
    for line in listing.as_text(replace(portal, unread=unread), checked):
        tell(line)
    for held, _ in few[:1]:
        tell("\n".join(picture.next_steps(held, options.content)))


@cli.command()
@_content
@_jobs
@_quiet
@click.option("--again", is_flag=True, help="不管有没有变，全部重读，并列出读数的变化。")
@scheduler_option
def ingest(content: Path, jobs: int, *, quiet: bool, again: bool, scheduler: str) -> None:
    """把新的或有变化的报告读成 content/records/ 里的记录。

    例：gongkai ingest
    """
    options = replace(_options(content, jobs=jobs), scheduler=scheduler)
    with progress(quiet=quiet) as shown:
        outcome = pipeline.ingest(options, again=again, progress=shown)
    for change in outcome.changes:
        tell(f"{change.issue.agency} {change.issue.name} {change.cell}：{change.was} → {change.now}")
    for item in outcome.unread:
        say(f"{item.path}：{item.what}\n    → {item.remedy}")
    tell(f"读取 {len(outcome.read)} 份，未变 {len(outcome.kept)} 份，未能读出 {len(outcome.unread)} 份")
    _end(outcome.problems)


def _end(problems: tuple[Problem, ...]) -> None:
    """Show every fault of our own content. A report left out with its reason is no failure of the command."""
    for problem in problems:
        say(str(problem))


@cli.command()
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1)
@_content
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="怎样打印。",
)
@click.option("--changed-from", "reference", metavar="REF", help="只看与 git 的这个提交相比有改动的报告。")
def check(paths: tuple[Path, ...], content: Path, form: str, reference: str | None) -> None:
    """列出校验结果：不符的和无法核对的。给出路径则只看那些报告。

    例：gongkai check --format json
    """
    options = _options(content)
    if reference is not None:
        paths = (*paths, *_changed(reference, content))
    portal = pipeline.portal_of(options, pipeline.ingest(options, progress=lambda _: None))
    given = bool(paths) or reference is not None
    wanted = (lambda issue: concerns(issue, paths)) if given else None
    if form == "json":
        edition = make_edition(portal)
        give(listing.as_json(edition, wanted))
        return _end(edition.portal.problems)
    portal, every = pipeline.checked(portal)
    if form == "github":
        lines = annotate(every, content.as_posix(), wanted)
    else:
        lines = listing.as_text(portal, [item for item in every if wanted is None or wanted(item[0].issue)])
    for line in lines:
        tell(line)
    return _end(portal.problems)


def _changed(reference: str, content: Path) -> tuple[Path, ...]:
    try:
        return changed_since(reference, content)
    except NoComparisonError as error:
        raise click.UsageError(str(error)) from None


@cli.command()
@_content
@_site
@_jobs
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口；占用时顺延。")
@_quiet
def serve(content: Path, site: Path, jobs: int, port: int, *, quiet: bool) -> None:
    """在本机预览，内容一变就重新生成。

    例：gongkai serve --port 8000
    """
    options = _options(content, site, jobs)

    def once() -> tuple[Problem, ...]:
        with progress(quiet=quiet) as shown:
            built = pipeline.build(options, progress=shown)
        _end(built.problems)
        say(summary_of(built.summary, site))
        return built.problems

    sitting = Sitting(options, lambda _: None)
    again = (sys.executable, "-m", "generator", "build", "--quiet", "--content", str(content), "--site", str(site))
    watched = (content, options.templates)
    serving.serve(serving.Preview(site, watched, options.templates, once, sitting.edition, again), say, port)


@cli.command()
@click.argument("name", metavar="CHECK")
def explain(name: str) -> None:
    """用平常话解释一项校验：公式、依据、已知的误报。

    例：gongkai explain column-identity
    """
    try:
        tell(explain_check(name))
    except UnknownCheckError as error:
        raise click.UsageError(str(error)) from None


for each in (build, review, precheck, changes, uploads, pack_site):
    cli.add_command(each)
for each in (cli, *cli.commands.values()):
    each.context_class = Context


def run() -> None:
    """Run the command line and turn what went wrong into an exit code."""
    try:
        sys.exit(cli.main(prog_name="gongkai", standalone_mode=False) or 0)
    except click.ClickException as error:
        refuse(error)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        say("已中断。")
        sys.exit(CONTENT_ERROR)
    except ContentError as error:
        say(f"内容有误，未能完成：\n{error}")
        sys.exit(CONTENT_ERROR)
    except Fault as fault:
        say(f"这是本程序的错误，请报告给我们：\n{fault}")
        sys.exit(OUR_FAULT)
    except Exception:  # noqa: BLE001 - the outermost place
        say(f"这是本程序的错误，请报告给我们：\n{traceback.format_exc()}")
        sys.exit(OUR_FAULT)

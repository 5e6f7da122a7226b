"""Report files under any name → their places in `content/reports/`; agency and year are worked out, or asked for.

Nothing is overwritten and nothing lost: the same bytes are filed once, other bytes become a new issue or another format
of the same one, and a file from the inbox leaves it only when its copy stands in its place.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from generator.desk.matching import Clues, Doubt, Match, Wanted, clues_of, match
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import Fault, read_safely
from generator.reading.sources import media_type, read_bytes, sha256
from generator.records.errors import ContentError
from generator.records.portal import Issue
from generator.records.progress import Step
from generator.records.record import Record
from generator.records.registry import Agency, load_registry
from generator.records.yaml_files import dumps, load_checked

_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/rtf": ".rtf",
    "application/msword": ".doc",
    "application/ofd": ".ofd",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tiff",
}
_NOTE: Final = ".source.yaml"
Ask = Callable[[str, list[str]], int]
Progress = Callable[[str], None]


class State(StrEnum):
    """How the adding of one file ended."""

    FILED = "已归档"
    KNOWN = "早已归档"
    DOUBTFUL = "待确认"
    REFUSED = "未归档"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: where it stands now, or why not and what to do."""

    file: Path
    state: State
    why: str
    remedy: str = ""
    place: Path | None = None
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every file is held against."""

    content: Path
    agencies: Mapping[str, Agency]
    wanted: Wanted
    filed: Mapping[str, Path]


def add(files: Sequence[Path], content: Path, wanted: Wanted, ask: Ask | None, progress: Progress) -> list[Outcome]:
    """Put files in their places, those of folders too. Gives an outcome a file, in the order of the files.

    Each file goes to its place as soon as it is read: who interrupts and runs again reads only the rest.

    `ask` gets a question and choices and gives the number (from 0) chosen; None where nobody can be asked. Doubtful
    files are asked for when all others are done. Raises `ContentError` when the registry is in error.
    """
    wanted_files = list(dict.fromkeys(expand(files)))
    desk = _Desk(content, load_registry(content / "agencies"), wanted, _already_filed(content, wanted_files))
    with ThreadPoolExecutor(max_workers=2) as pool:
        steps = [Step(f"读取 {file}", number, len(wanted_files)) for number, file in enumerate(wanted_files, start=1)]
        read = pool.map(lambda file, step: _read(desk, file, step, progress), wanted_files, steps)
        first = [_settled(desk, file, clues) for file, clues in zip(wanted_files, read, strict=True)]
    return [_asked(desk, item, ask) if isinstance(item, _Open) else item for item in first]


def inbox(content: Path) -> list[Path]:
    """Give what lies in `content/inbox/`."""
    return list(expand([content / "inbox"])) if (content / "inbox").is_dir() else []


def expand(files: Iterable[Path]) -> Iterator[Path]:
    """Give files, and for folders the report files that lie in them at any depth."""
    for file in files:
        if file.is_dir() and not file.is_symlink():
            inside = sorted(path for path in file.rglob("*") if path.is_file() or path.is_symlink())
            yield from (path for path in inside if not path.name.startswith(".") and not path.name.endswith(_NOTE))
        else:
            yield file


def _already_filed(content: Path, files: Iterable[Path]) -> Mapping[str, Path]:
    """Give the report files that stand in their places by hash; only those as long as one of `files` are looked at."""
    sizes = {file.stat().st_size for file in files if file.is_file()}
    held = (path for path in sorted((content / "reports").rglob("*")) if path.is_file() and not path.is_symlink())
    return {sha256(path.read_bytes()): path for path in held if path.stat().st_size in sizes}


def _read(desk: _Desk, file: Path, step: Step, progress: Progress) -> Clues | Outcome:
    """Read one file, unless its bytes are filed already."""
    try:
        known = desk.filed.get(sha256(read_bytes(file)))
        if known:
            return _known(desk, file, known)
        progress(step)
        return clues_of(_record(file, desk.wanted.part), file.stem)
    except Unreadable as error:
        return Outcome(file, State.REFUSED, error.what, error.remedy)
    except Fault as fault:
        what = f"读取程序出错：{str(fault).strip().splitlines()[-1]}"
        return Outcome(file, State.REFUSED, what, "这是本程序的错误，请报告给我们。")


def _record(file: Path, part: int | None) -> Record:
    return read_safely(file, str(file), part=part)


@dataclass(frozen=True, slots=True)
class _Open:
    """A file that waits for a person's answer."""

    file: Path
    clues: Clues
    doubt: Doubt


def _settled(desk: _Desk, file: Path, read: Clues | Outcome) -> Outcome | _Open:
    if isinstance(read, Outcome):
        return read
    try:
        found = match(read, desk.agencies, desk.wanted)
    except Unreadable as error:
        return Outcome(file, State.REFUSED, error.what, error.remedy)
    return _filed(desk, file, read, found) if isinstance(found, Match) else _Open(file, read, found)


def _asked(desk: _Desk, item: _Open, ask: Ask | None) -> Outcome:
    doubt = item.doubt
    if ask is None:
        agencies = "、".join(f"{agency.id} {agency.name}" for agency in doubt.agencies)
        options = "--agency" if len(doubt.years) == 1 else "--agency 和 --year"
        return Outcome(item.file, State.DOUBTFUL, f"{doubt.why}：{agencies}", f"请用 {options} 指明。")
    agency = doubt.agencies[0]
    if len(doubt.agencies) > 1:
        names = [f"{each.id} {each.name}" for each in doubt.agencies]
        agency = doubt.agencies[ask(f"{item.file}：{doubt.why}。是哪一个机关？", names)]
    year = doubt.years[0]
    if len(doubt.years) > 1:
        year = doubt.years[ask(f"{item.file}：{doubt.why}。是哪一年度的报告？", [str(each) for each in doubt.years])]
    return _filed(desk, item.file, item.clues, Match(agency, year, "由您选定"))


def _filed(desk: _Desk, file: Path, clues: Clues, found: Match) -> Outcome:
    """Put one file in its place, with its note where a person decided what the file does not tell."""
    data = read_bytes(file)
    ending = _ENDINGS.get(media_type(data, file), file.suffix.lower())
    folder = desk.content / "reports" / found.agency.id
    for held in sorted(folder.glob(f"{found.year}*")):
        if held.is_file() and held.read_bytes() == data:
            return _known(desk, file, held)
    issue, beside = _free(folder, Issue(found.agency.id, found.year), ending)
    place = folder / f"{issue.name}{ending}"
    try:
        _note(file, folder / f"{issue.name}{_NOTE}", desk.wanted.part, found.year if found.year != clues.year else None)
    except ContentError as error:
        return Outcome(file, State.REFUSED, str(error), "请先改正文件旁的 source.yaml。")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, place)
    _leave_inbox(desk, file)
    return Outcome(file, State.FILED, found.why + beside, place=place, issue=issue)


def _known(desk: _Desk, file: Path, place: Path) -> Outcome:
    _leave_inbox(desk, file)
    issue = Issue.parse(place.parent.name, place.name.removesuffix(place.suffix))
    return Outcome(file, State.KNOWN, "同样的文件已在此处", place=place, issue=issue)


def _leave_inbox(desk: _Desk, file: Path) -> None:
    if desk.content / "inbox" in file.parents:
        file.unlink()
        file.with_name(file.stem + _NOTE).unlink(missing_ok=True)


def _free(folder: Path, issue: Issue, ending: str) -> tuple[Issue, str]:
    """Find the issue under which a file of this ending has room, and say what stands there already."""
    names = sorted(path.name for path in folder.glob(f"{issue.year}*") if not path.name.endswith(_NOTE))
    while f"{issue.name}{ending}" in names:
        issue = replace(issue, revision=issue.revision + 1)
    if issue.revision > 1:
        return issue, f"；已有 {issue.year} 年度的{ending} 文件，作为再次发布的版本"
    if names:
        return issue, f"；与 {'、'.join(names)} 视为同一版，若是再次发布请改名为 {issue.year}.r2{ending}"
    return issue, ""


def _note(file: Path, target: Path, part: int | None, year: int | None) -> None:
    """Write what a person said beside the report, with the note that lay beside the file. Raises `ContentError`."""
    beside = file.with_name(file.stem + _NOTE)
    told = dict(load_checked(beside, "source", beside.name).data) if beside.is_file() else {}
    told |= {key: value for key, value in (("part", part), ("year", year)) if value}
    if not told:
        return
    kept = dict(load_checked(target, "source", target.name).data) if target.is_file() else {}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(dumps(told | kept), encoding="utf-8")

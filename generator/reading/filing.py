"""One issue's files → its record in `content/records/`, in any process: the task is small, and so is the answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.reading import sources
from generator.reading.readers.document import Scanned, Unreadable
from generator.reading.reconcile import reconcile
from generator.reading.sandbox import Fault, Interrupted, read_safely
from generator.reading.sources import ReportFiles
from generator.records.errors import ContentError, Problem
from generator.records.figures import Absence
from generator.records.portal import Issue, SourceNote, Unread
from generator.records.record import Record, dump_record, from_located
from generator.records.yaml_files import loads


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that reads differently from the record that stood there before."""

    issue: Issue
    cell: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Done:
    """One issue after its turn: `read` anew, `kept` as it was, or `unread`."""

    issue: Issue
    read: bool = False
    kept: bool = False
    unread: Unread | None = None
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """Why a file could not be read. `lasting`: for a reason that lies in its bytes."""

    what: str
    remedy: str
    lasting: bool = True

    @property
    def error(self) -> Unreadable:
        """The same, to be raised and remembered."""
        return Unreadable(self.what, self.remedy)


@dataclass(frozen=True, slots=True)
class ReadTask:
    """An issue to be read: where its files lie, what is noted beside them, and old Word files that were made new."""

    content: Path
    files: ReportFiles
    note: SourceNote
    old_word: Mapping[Path, bytes | Why] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.files.issue.agency}/{self.files.issue.name}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What reading gave: the issue after its turn, or why it `failed`; `lost` are those of its files that failed."""

    done: Done
    failed: Why | None = None
    lost: Mapping[str, Why] = field(default_factory=dict)


def record_path(content: Path, issue: Issue) -> Path:
    """Give the place of an issue's record."""
    return content / "records" / issue.agency / f"{issue.name}.yaml"


def name_of(content: Path, path: Path) -> str:
    """Give a file's path below `content/`."""
    return path.relative_to(content).as_posix()


def read_issue(task: ReadTask) -> Answer:
    """Read an issue and write its record."""
    issue = task.files.issue
    try:
        record, lost = _read(task.content, task.files, task.note, task.old_word)
    except Unreadable as error:
        return Answer(Done(issue), failed=why_of(error))
    except Fault as fault:
        what = f"读取程序出错：{str(fault).strip().splitlines()[-1]}"
        return Answer(Done(issue), failed=Why(what, "这是本程序的错误，请报告给我们。"))
    why = {name: why_of(error) for name, error in lost.items()}
    return Answer(_write(record_path(task.content, issue), issue, record), lost=why)


def never_read(task: ReadTask) -> Answer:
    """Say that whoever read an issue was ended, twice: the fault is ours, and may lie with the machine."""
    what = "读取这份文件的进程两次中断。"
    return Answer(Done(task.files.issue), failed=Why(what, "请检查内存是否够用；仍不行请报告给我们。", lasting=False))


def why_of(error: Unreadable) -> Why:
    """Put an error into plain words; what was interrupted, or needs OCR, may go well the next time."""
    return Why(error.what, error.remedy, lasting=not isinstance(error, Interrupted | Scanned))


def _read(
    content: Path, files: ReportFiles, note: SourceNote, old_word: Mapping[Path, bytes | Why]
) -> tuple[Record, Mapping[str, Unreadable]]:
    """Read an issue from each of its files; give also those that could not be read while another one was.

    The file that tells most is the one that evidence speaks of. Raises `Unreadable` when no file can be read.
    """
    copy = note.copy if note.copy in {"original", "extract"} else ""
    records: list[Record] = []
    lost: dict[str, Unreadable] = {}
    for path in _wholes(files):
        name = name_of(content, path)
        try:
            if isinstance(made := old_word.get(path), Why):
                raise made.error
            sources.refuse_empty(path)
            record = read_safely(path, name, part=note.part, copy=copy, converted=made)  # type: ignore[arg-type]
            records.append(_filed(record, files, note))
        except Unreadable as error:
            lost[name] = error
    if not records:
        raise next(iter(lost.values()))
    return _held_together(sorted(records, key=_unseen)), lost


def _wholes(files: ReportFiles) -> tuple[Path, ...]:
    """Give what holds a whole report each: its files, and the folder of its scanned pages."""
    folders = (path.parent if path.parent.name == files.issue.name else path for path in files.paths)
    return tuple(dict.fromkeys(folders))


def _unseen(record: Record) -> int:
    """Count the cells of which a file tells nothing."""
    return sum(figure is Absence.MISSING for figure in record.figures.values())


def _held_together(records: Sequence[Record]) -> Record:
    record = records[0]
    for other in records[1:]:
        why = f"两种格式的文件不同（{record.source.files[0].path}；{other.source.files[0].path}）"
        source = dataclasses.replace(record.source, files=record.source.files + other.source.files)
        record = dataclasses.replace(reconcile(record, other, why=why), source=source)
    return record


def _filed(record: Record, files: ReportFiles, note: SourceNote) -> Record:
    """Check that the record is of the year it is filed under. A misprinted year is settled by `source.yaml`."""
    issue = files.issue
    if issue.year in {note.year, record.year}:
        return dataclasses.replace(record, agency=issue.agency, year=issue.year)
    what = f"文件写的是 {record.year} 年度的报告，却放在 {issue.year} 之下。"
    remedy = f"请改名为 {record.year}；若是标题印错了年份，请在 {issue.name}.source.yaml 中写 year: {issue.year}。"
    raise Unreadable(what, remedy)


def _write(path: Path, issue: Issue, record: Record) -> Done:
    if any(folder.is_symlink() for folder in path.parents[:2]):
        what = "记录的文件夹是符号链接，不往里写。"
        name = f"records/{issue.agency}/{issue.name}.yaml"
        return Done(issue, problems=(Problem(name, None, what, "请换成真正的文件夹。"),))
    text = dump_record(record)
    before = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if text != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".tmp-record")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    return Done(issue, read=True, changes=tuple(_changes(issue, before, record)))


def _changes(issue: Issue, before: str, record: Record) -> Iterator[Change]:
    if not before:
        return
    try:
        old = from_located(loads(before, issue.name)).figures
    except ContentError:
        return
    for cell, now in record.figures.items():
        was = old.get(cell)
        if was != now:
            yield Change(issue, cell, str(was), str(now))

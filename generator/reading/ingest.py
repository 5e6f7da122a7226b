"""Report files → `content/records/`: what is new or changed, by content hash alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from generator.reading import sandbox, sources
from generator.reading.failures import Failures
from generator.reading.readers import doc
from generator.reading.readers.document import Scanned, Unreadable
from generator.reading.reconcile import reconcile
from generator.reading.sources import ReportFiles
from generator.records.errors import ContentError, Problem
from generator.records.figures import Absence
from generator.records.portal import Issue, SourceNote, Unread, load_note
from generator.records.record import Record, dump_record, from_located
from generator.records.yaml_files import loads

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that reads differently from the record that stood there before."""

    issue: Issue
    cell: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What ingest did: issues read anew, issues that stayed as they were, what could not be read, faults of content."""

    read: tuple[Issue, ...] = ()
    kept: tuple[Issue, ...] = ()
    unread: tuple[Unread, ...] = ()
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Done:
    """One issue after its turn."""

    issue: Issue
    record: Record | None = None
    unread: Unread | None = None
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    kept: bool = False


def ingest(
    content: Path, agencies: Mapping[str, object], *, jobs: int = 2, again: bool = False, progress: Progress = print
) -> Outcome:
    """Read what is new or changed into `content/records/`. `again` reads everything and lists what changed."""
    issues, problems = sources.report_files(content, agencies)
    memory = Failures(content.parent / ".cache" / "unread.json")
    run = _Run(memory, _old_word(content, issues, memory, again=again), again, progress)
    with ThreadPoolExecutor(max_workers=max(jobs, 1)) as pool:
        done = list(pool.map(lambda files: _one(content, files, run), issues))
    memory.save()
    return _outcome(done, problems)


def ingest_changed(
    content: Path, agencies: Mapping[str, object], before: Outcome, changed: Collection[Path], progress: Progress
) -> Outcome:
    """Read the reports of the agencies that files of `changed` belong to; of all others give what `before` says.

    Failures are not remembered on disk: the next `ingest` tries these files once more.
    """
    issues, problems = sources.report_files(content, agencies)
    touched = {path.relative_to(content / "reports").parts[0] for path in changed}
    due = [files for files in issues if files.issue.agency in touched]
    memory = Failures(content.parent / ".cache" / "unread.json")
    run = _Run(memory, _old_word(content, due, memory, again=False), again=False, progress=progress)
    done = _outcome([_one(content, files, run) for files in due], problems)
    others = tuple(problem for problem in before.problems if problem.path.split("/")[1] not in touched)
    return dataclasses.replace(
        done,
        kept=(*(issue for issue in (*before.kept, *before.read) if issue.agency not in touched), *done.kept),
        unread=(*(item for item in before.unread if item.issue.agency not in touched), *done.unread),
        problems=tuple(dict.fromkeys((*others, *done.problems))),
    )


def _outcome(done: Sequence[_Done], problems: Sequence[Problem]) -> Outcome:
    return Outcome(
        read=tuple(item.issue for item in done if item.record),
        kept=tuple(item.issue for item in done if item.kept),
        unread=tuple(item.unread for item in done if item.unread),
        changes=tuple(change for item in done for change in item.changes),
        problems=(*problems, *(problem for item in done for problem in item.problems)),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run of ingest has for every issue: what could not be read before, and old Word files made new."""

    memory: Failures
    old_word: Mapping[Path, bytes | Unreadable]
    again: bool
    progress: Progress


def _old_word(
    content: Path, issues: Sequence[ReportFiles], memory: Failures, *, again: bool
) -> Mapping[Path, bytes | Unreadable]:
    """Convert the old Word files that will be read, all in one call."""
    due: dict[Path, bytes] = {}
    for files in issues:
        record_path = content / "records" / files.issue.agency / f"{files.issue.name}.yaml"
        for path in filter(sources.is_old_word, files.paths):
            digest = _digest(path)
            if digest and (again or not (memory.names(digest) or _names(record_path, digest))):
                due[path] = sources.read_bytes(path)
    return dict(zip(due, doc.converted_all(list(due.values())), strict=True))


def _names(record_path: Path, digest: str) -> bool:
    """Tell whether a record was read from a file with this hash."""
    return record_path.is_file() and digest in record_path.read_text(encoding="utf-8", errors="replace")


def _one(content: Path, files: ReportFiles, run: _Run) -> _Done:
    issue, memory, again = files.issue, run.memory, run.again
    record_path = content / "records" / issue.agency / f"{issue.name}.yaml"
    try:
        note = load_note(content, issue)
    except ContentError as error:
        return _Done(issue, unread=_unread_note(content, files), problems=error.problems)
    try:
        hashes = {_name(content, path): _digest(path) for path in files.paths}
        lost = {} if again else memory.known_of_several(hashes, note)
        read = {name: digest for name, digest in hashes.items() if name not in lost}
        if not again and _is_current(record_path, read, note):
            return _Done(issue, kept=True, problems=_left_out(lost))
        memory.raise_known(hashes, note, again=again)
        run.progress(f"读取 {', '.join(hashes)}")
        record, lost = _read(content, files, note, run.old_word)
        lasting = {name: error for name, error in lost.items() if not isinstance(error, sandbox.Interrupted | Scanned)}
        memory.note_of_several(hashes, lasting, note)
    except Unreadable as error:
        return _failed(content, files, note, error, memory)
    except sandbox.Fault as fault:
        what = f"读取程序出错：{str(fault).strip().splitlines()[-1]}"
        return _failed(content, files, note, Unreadable(what, "这是本程序的错误，请报告给我们。"), memory)
    done = _write(record_path, issue, record)
    return dataclasses.replace(done, problems=(*done.problems, *_left_out(lost)))


def _digest(path: Path) -> str:
    """Give the hash of a file; of one that cannot be opened nothing, and reading it will say why."""
    try:
        return sources.sha256(sources.read_bytes(path))
    except Unreadable:
        return ""


def _left_out(lost: Mapping[str, Unreadable]) -> tuple[Problem, ...]:
    """Name the files of an issue in several formats that could not be read, while another one was."""
    return tuple(Problem(name, None, error.what, error.remedy) for name, error in lost.items())


def _name(content: Path, path: Path) -> str:
    return path.relative_to(content).as_posix()


def _is_current(record_path: Path, hashes: Mapping[str, str], note: SourceNote) -> bool:
    """Tell whether the record was read from just these bytes, as the same kind of copy."""
    try:
        head = record_path.read_text(encoding="utf-8").partition("\nforms:")[0]
        plain = loads(head, record_path.name).data
        same = {file["path"]: file["sha256"] for file in plain["source"]["files"]} == dict(hashes)
        kind = plain["source"]["files"][0]["media_type"]
        alike = plain["source"].get("part") == note.part
        return same and alike and plain["source"]["copy"] == (note.copy or sources.default_copy(kind))
    except (OSError, ValueError, ContentError, KeyError, IndexError, TypeError):
        return False


def _read(
    content: Path, files: ReportFiles, note: SourceNote, old_word: Mapping[Path, bytes | Unreadable]
) -> tuple[Record, Mapping[str, Unreadable]]:
    """Read an issue from each of its files; give also those that could not be read while another one was.

    The file that tells most is the one that evidence speaks of. Raises `Unreadable` when no file can be read.
    """
    copy = note.copy if note.copy in {"original", "extract"} else ""
    records: list[Record] = []
    lost: dict[str, Unreadable] = {}
    for path in _wholes(files):
        name = _name(content, path)
        try:
            if isinstance(made := old_word.get(path), Unreadable):
                raise made
            record = sandbox.read_safely(path, name, part=note.part, copy=copy, converted=made)  # type: ignore[arg-type]
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


def _failed(content: Path, files: ReportFiles, note: SourceNote, error: Unreadable, memory: Failures) -> _Done:
    if not isinstance(error, sandbox.Interrupted | Scanned):
        memory.note(content, files, note, error)
    path = _name(content, files.paths[0])
    return _Done(files.issue, unread=Unread(files.issue, path, error.what, error.remedy, note))


def _unread_note(content: Path, files: ReportFiles) -> Unread:
    path = _name(content, files.paths[0])
    return Unread(files.issue, path, "报告旁的 source.yaml 有误。", "请先改正 source.yaml。")


def _write(record_path: Path, issue: Issue, record: Record) -> _Done:
    if any(folder.is_symlink() for folder in record_path.parents[:2]):
        what = "记录的文件夹是符号链接，不往里写。"
        name = f"records/{issue.agency}/{issue.name}.yaml"
        return _Done(issue, problems=(Problem(name, None, what, "请换成真正的文件夹。"),))
    text = dump_record(record)
    before = record_path.read_text(encoding="utf-8", errors="replace") if record_path.is_file() else ""
    if text != before:
        record_path.parent.mkdir(parents=True, exist_ok=True)
        fresh = record_path.with_suffix(".tmp-record")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(record_path)
    return _Done(issue, record, changes=tuple(_changes(issue, before, record)))


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

"""Report files → `content/records/`: what is new or changed, by content hash alone."""

from __future__ import annotations

import dataclasses
import functools
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.reading import sources
from generator.reading.failures import Failures
from generator.reading.filing import (
    Answer,
    Change,
    Done,
    ReadTask,
    Why,
    name_of,
    never_read,
    read_issue,
    record_path,
    why_of,
)
from generator.reading.readers import doc
from generator.reading.readers.document import Unreadable
from generator.reading.sources import ReportFiles
from generator.records.errors import ContentError, Problem
from generator.records.memory import FORGETFUL, Memory, Name
from generator.records.portal import Issue, SourceNote, Unread, load_note
from generator.records.progress import Step
from generator.records.yaml_files import loads

Progress = Callable[[str], None]
Read = Callable[[ReadTask], Answer]
Spread = Callable[[Read, Iterable[ReadTask], Read], Iterator[Answer]]
"""Reads each of the tasks, in any process; what is to be said of those that end it comes last."""


def _here(read: Read, tasks: Iterable[ReadTask], _: Read) -> Iterator[Answer]:
    return map(read, tasks)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What ingest did: issues read anew, issues that stayed as they were, what could not be read, faults of content."""

    read: tuple[Issue, ...] = ()
    kept: tuple[Issue, ...] = ()
    unread: tuple[Unread, ...] = ()
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


def ingest(  # noqa: PLR0913 - what is read, by whom, and who is told
    content: Path,
    agencies: Mapping[str, object],
    *,
    again: bool = False,
    spread: Spread = _here,
    progress: Progress = print,
    memory: Memory = FORGETFUL,
) -> Outcome:
    """Read what is new or changed into `content/records/`. `again` reads everything and lists what changed.

    `spread` lets others read: it is given a function and tasks, and gives the answers in the order of the tasks.
    `memory` knows files that are as they were.
    """
    issues, problems = sources.report_files(content, agencies)
    failures = Failures(content.parent / ".cache" / "unread.json")
    run = _Run(content, failures, _old_word(content, issues, failures, again=again), again, progress, memory)
    done = list(_all(issues, run, spread))
    failures.save()
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
    failures = Failures(content.parent / ".cache" / "unread.json")
    run = _Run(content, failures, _old_word(content, due, failures, again=False), again=False, progress=progress)
    done = _outcome(list(_all(due, run, _here)), problems)
    others = tuple(problem for problem in before.problems if problem.path.split("/")[1] not in touched)
    return dataclasses.replace(
        done,
        kept=(*(issue for issue in (*before.kept, *before.read) if issue.agency not in touched), *done.kept),
        unread=(*(item for item in before.unread if item.issue.agency not in touched), *done.unread),
        problems=tuple(dict.fromkeys((*others, *done.problems))),
    )


def _outcome(done: Sequence[Done], problems: Sequence[Problem]) -> Outcome:
    return Outcome(
        read=tuple(item.issue for item in done if item.read),
        kept=tuple(item.issue for item in done if item.kept),
        unread=tuple(item.unread for item in done if item.unread),
        changes=tuple(change for item in done for change in item.changes),
        problems=(*problems, *(problem for item in done for problem in item.problems)),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run of ingest has for every issue: what could not be read before, and old Word files made new."""

    content: Path
    failures: Failures
    old_word: Mapping[Path, bytes | Why]
    again: bool
    progress: Progress
    memory: Memory = FORGETFUL


@dataclass(frozen=True, slots=True)
class _Due:
    """An issue that must be read: the task, and what its files hold."""

    task: ReadTask
    hashes: Mapping[str, str]


def _all(issues: Sequence[ReportFiles], run: _Run, spread: Spread) -> Iterator[Done]:
    """Give every issue after its turn, in order; only those that must be are read."""
    turn: deque[Done | _Due] = deque()

    def tasks() -> Iterator[ReadTask]:
        for number, files in enumerate(issues, start=1):
            turn.append(looked := _look(files, run))
            if isinstance(looked, _Due):
                run.progress(Step(f"读取 {', '.join(looked.hashes)}", number, len(issues)))
                yield looked.task

    for answer in spread(read_issue, tasks(), never_read):
        yield from _ready(turn)
        due = turn.popleft()
        if isinstance(due, _Due):
            yield _settled(due, answer, run.failures)
    yield from _ready(turn)


def _ready(turn: deque[Done | _Due]) -> Iterator[Done]:
    while turn and isinstance(turn[0], Done):
        yield turn[0]
        turn.popleft()


def _look(files: ReportFiles, run: _Run) -> Done | _Due:
    """Tell what is known of an issue without reading its files, or that they must be read."""
    content, issue, failures = run.content, files.issue, run.failures
    try:
        note = _note(run, issue)
    except ContentError as error:
        return Done(issue, unread=_unread_note(content, files), problems=error.problems)
    hashes = {name_of(content, path): run.memory.hash_of(path) or _digest(path) for path in files.paths}
    try:
        lost = {} if run.again else failures.known_of_several(hashes, note)
        read = {name: digest for name, digest in hashes.items() if name not in lost}
        if not run.again and _stands(run, issue, read, note):
            return Done(issue, kept=True, problems=_left_out(lost))
        failures.raise_known(hashes, note, again=run.again)
    except Unreadable as error:
        failures.note(content, files, note, error)
        return _failed(content, files, note, error)
    made = {path: run.old_word[path] for path in files.paths if path in run.old_word}
    return _Due(ReadTask(content, files, note, made), hashes)


def _note(run: _Run, issue: Issue) -> SourceNote:
    beside = run.content / f"reports/{issue.agency}/{issue.name}.source.yaml"
    make = functools.partial(load_note, run.content, issue)
    return run.memory.of(Name("note", issue.agency, issue.name), make, equal=run.memory.states((beside,)))


def _stands(run: _Run, issue: Issue, read: Mapping[str, str], note: SourceNote) -> bool:
    record = record_path(run.content, issue)
    make = functools.partial(_is_current, record, read, note)
    return run.memory.of(
        Name("current", issue.agency, issue.name), make, equal=(read, note, *run.memory.states((record,)))
    )


def _settled(due: _Due, answer: Answer, failures: Failures) -> Done:
    """Take in what reading gave, and remember what could not be read."""
    task = due.task
    if answer.failed:
        if answer.failed.lasting:
            failures.note(task.content, task.files, task.note, answer.failed.error)
        return _failed(task.content, task.files, task.note, answer.failed.error)
    lasting = {name: why.error for name, why in answer.lost.items() if why.lasting}
    failures.note_of_several(due.hashes, lasting, task.note)
    lost = _left_out({name: why.error for name, why in answer.lost.items()})
    return dataclasses.replace(answer.done, problems=(*answer.done.problems, *lost))


def _old_word(
    content: Path, issues: Sequence[ReportFiles], memory: Failures, *, again: bool
) -> Mapping[Path, bytes | Why]:
    """Convert the old Word files that will be read, all in one call."""
    due: dict[Path, bytes] = {}
    for files in issues:
        record = record_path(content, files.issue)
        for path in filter(sources.is_old_word, files.paths):
            digest = _digest(path)
            if digest and (again or not (memory.names(digest) or _names(record, digest))):
                due[path] = sources.read_bytes(path)
    made = doc.converted_all(list(due.values()))
    told = (why_of(each) if isinstance(each, Unreadable) else each for each in made)
    return dict(zip(due, told, strict=True))


def _names(record: Path, digest: str) -> bool:
    """Tell whether a record was read from a file with this hash."""
    return record.is_file() and digest in record.read_text(encoding="utf-8", errors="replace")


def _digest(path: Path) -> str:
    """Give the hash of a file; of one that cannot be opened nothing, and reading it will say why."""
    try:
        return sources.sha256(sources.read_bytes(path))
    except Unreadable:
        return ""


def _left_out(lost: Mapping[str, Unreadable]) -> tuple[Problem, ...]:
    """Name the files of an issue in several formats that could not be read, while another one was."""
    return tuple(Problem(name, None, error.what, error.remedy) for name, error in lost.items())


def _is_current(record: Path, hashes: Mapping[str, str], note: SourceNote) -> bool:
    """Tell whether the record was read from just these bytes, as the same kind of copy."""
    try:
        head = record.read_text(encoding="utf-8").partition("\nforms:")[0]
        plain = loads(head, record.name).data
        same = {file["path"]: file["sha256"] for file in plain["source"]["files"]} == dict(hashes)
        kind = plain["source"]["files"][0]["media_type"]
        alike = plain["source"].get("part") == note.part
        return same and alike and plain["source"]["copy"] == (note.copy or sources.default_copy(kind))
    except (OSError, ValueError, ContentError, KeyError, IndexError, TypeError):
        return False


def _failed(content: Path, files: ReportFiles, note: SourceNote, error: Unreadable) -> Done:
    path = name_of(content, files.paths[0])
    return Done(files.issue, unread=Unread(files.issue, path, error.what, error.remedy, note))


def _unread_note(content: Path, files: ReportFiles) -> Unread:
    path = name_of(content, files.paths[0])
    return Unread(files.issue, path, "报告旁的 source.yaml 有误。", "请先改正 source.yaml。")

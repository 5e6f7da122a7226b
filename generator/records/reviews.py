"""Reviews: what a person has settled about a record. `content/reviews/<agency>/<issue>.yaml`, a list of decisions.

Each decision names the figures that it was given on, as a fingerprint of the report files and of the cells concerned.
While those are the same it holds, however often and with whatever reader the report is read again; when they change it
is void, and is named with its line, so that somebody looks again. Nothing here is ever written by the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, Literal

from generator.records.corrections import show
from generator.records.errors import Problem
from generator.records.record import Record
from generator.records.yaml_files import Located

SHORT: Final = 12
"""How many characters of a fingerprint are enough for people to copy."""

WHOLE: Final = "record"
_KEYS: Final = ("confirms", "finding", "waives")


class Kind(StrEnum):
    """What a decision is about."""

    RECORD = "record"
    CELL = "cell"
    FINDING = "finding"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision, and the line of the file on which it stands.

    `subject` is a cell's dotted name, a finding as `check:subject`, or the check that is waived; empty for the record.
    `fingerprint` is what it was given on: see `fingerprint_of` and, for waivers, `files_fingerprint`.
    """

    kind: Kind
    subject: str
    verdict: Literal["confirmed", "dismissed"]
    fingerprint: str
    by: str
    date: str
    why: str = ""
    path: str = ""
    line: int | None = None

    def holds_on(self, fingerprint: str) -> bool:
        """Tell whether it was given on just this."""
        return fingerprint.startswith(self.fingerprint)

    def problem(self, what: str, remedy: str) -> Problem:
        """Say that it cannot be used."""
        return Problem(self.path, self.line, what, remedy)


def files_fingerprint(record: Record) -> str:
    """Give the fingerprint of the report files of a record: the sha256 of the file, or of all their hashes."""
    hashes = sorted(file.sha256 for file in record.source.files)
    return hashes[0] if len(hashes) == 1 else sha256("\n".join(hashes).encode()).hexdigest()


def fingerprint_of(record: Record, cells: Iterable[str], *said: str) -> str:
    """Give the fingerprint of some cells of a record: sha256 of its files' fingerprint, each cell's figure, and `said`.

    `said` is what a decision rests on besides, such as the sentence of the narrative that a finding quotes.
    """
    known = record.figures
    figures = [f"{cell}={show(known[cell])}" for cell in sorted(set(cells)) if cell in known]
    return sha256("\n".join((files_fingerprint(record), *figures, *said)).encode()).hexdigest()


def record_fingerprint(record: Record) -> str:
    """Give the fingerprint of all figures of a record, which a confirmation of the whole is given on."""
    return fingerprint_of(record, record.figures)


def reviews_of(located: Located, record: Record) -> tuple[tuple[Review, ...], list[Problem]]:
    """Give the decisions of a file (held against its schema already) that hold on a record, and what is wrong.

    `record` has people's corrections laid over it. Those about findings are held against the findings later: see
    `void`.
    """
    held, problems = [], []
    for position, entry in enumerate(located.data or []):
        review = _review(located, position, entry)
        problem = review if isinstance(review, Problem) else _stale(review, record)
        if problem:
            problems.append(problem)
        elif isinstance(review, Review):
            held.append(review)
    kept, repeated = _single(held)
    return kept, [*problems, *repeated]


def _review(located: Located, position: int, entry: Mapping[str, Any]) -> Review | Problem:
    given = [key for key in _KEYS if key in entry]
    if len(given) != 1:
        what = "一条核对要写明 confirms、finding、waives 中的一项，也只能写一项。"
        return located.problem((position,), what, "请拆成几条，或补上这一项。")
    key = given[0]
    subject, kind = entry[key], _kind(key, entry[key])
    return Review(
        kind=kind,
        subject="" if kind is Kind.RECORD else subject,
        verdict=entry.get("verdict", "confirmed"),
        fingerprint=entry["source" if kind is Kind.WAIVER else "figures"],
        by=entry["by"],
        date=entry["date"],
        why=entry.get("why", ""),
        path=located.name,
        line=located.line(position),
    )


def _kind(key: str, subject: str) -> Kind:
    if key == "confirms":
        return Kind.RECORD if subject == WHOLE else Kind.CELL
    return Kind.FINDING if key == "finding" else Kind.WAIVER


def _stale(review: Review, record: Record) -> Problem | None:
    """Say that a decision about a record, a cell or a waiver no longer holds, if so."""
    if review.kind is Kind.FINDING:
        return None
    if review.kind is Kind.CELL and review.subject not in record.figures:
        remedy = "请照记录文件里的名字写，例如 applications.granted.total；核对整份记录写 record。"
        return review.problem(f"没有单元格 {review.subject}。", remedy)
    now = _present(review, record)
    return None if review.holds_on(now) else void(review, now)


def _present(review: Review, record: Record) -> str:
    if review.kind is Kind.WAIVER:
        return files_fingerprint(record)
    return record_fingerprint(record) if review.kind is Kind.RECORD else fingerprint_of(record, [review.subject])


def void(review: Review, now: str) -> Problem:
    """Say that a decision was given on other figures or files than those of `now`, a fingerprint."""
    key = "source" if review.kind is Kind.WAIVER else "figures"
    what = f"{_named(review)}是就另外的数字或文件作出的（{key}: {review.fingerprint[:SHORT]}），现在作废。"
    return review.problem(what, f"请对照原件再核对一次；若仍成立，请改为 {key}: {quoted(now)}，否则删去这一条。")


def quoted(fingerprint: str) -> str:
    """Write a fingerprint as a review file takes it: short, and quoted, since it may consist of digits alone."""
    return f'"{fingerprint[:SHORT]}"'


def _named(review: Review) -> str:
    names = {
        Kind.RECORD: "对整份记录的核对",
        Kind.CELL: f"对 {review.subject} 的核对",
        Kind.FINDING: f"对 {review.subject} 的认定",
        Kind.WAIVER: f"对 {review.subject} 的豁免",
    }
    return names[review.kind]


def _single(held: list[Review]) -> tuple[tuple[Review, ...], list[Problem]]:
    """Part decisions from those that somebody else has taken on the same thing: with two verdicts, neither holds."""
    taken: dict[tuple[Kind, str], set[str]] = {}
    for review in held:
        taken.setdefault((review.kind, review.subject), set()).add(review.verdict)
    torn = {key for key, verdicts in taken.items() if len(verdicts) > 1}
    kept = tuple(review for review in held if (review.kind, review.subject) not in torn)
    contrary = [
        review.problem(f"{_named(review)}有两种相反的结论，都没有采用。", "请商定后只留一种。")
        for review in held
        if (review.kind, review.subject) in torn
    ]
    return kept, contrary


@dataclass(frozen=True, slots=True)
class Reviews:
    """The decisions that hold on an issue's record; those on findings as far as their findings still say the same."""

    all: tuple[Review, ...] = ()

    @property
    def of_record(self) -> Review | None:
        """The confirmation of the whole record, the latest of several."""
        return max((each for each in self.all if each.kind is Kind.RECORD), key=_when, default=None)

    def confirms(self, cell: str) -> bool:
        """Tell whether a person has confirmed our reading of a cell, by itself or with the whole record."""
        return any(each.kind is Kind.RECORD or (each.kind is Kind.CELL and each.subject == cell) for each in self.all)

    def waives(self, check: str) -> bool:
        """Tell whether a person has waived a check that withholds reports."""
        return any(each.kind is Kind.WAIVER and each.subject == check for each in self.all)

    def on_finding(self, subject: str, fingerprint: str) -> Review | None:
        """Give the latest decision on a finding (`check:subject`) that was given on this fingerprint."""
        return max(
            (each for each in self.on_findings if each.subject == subject and each.holds_on(fingerprint)),
            key=_when,
            default=None,
        )

    @property
    def on_findings(self) -> tuple[Review, ...]:
        """The decisions on findings."""
        return tuple(each for each in self.all if each.kind is Kind.FINDING)


NO_REVIEWS: Final = Reviews()


def _when(review: Review) -> tuple[str, int]:
    return review.date, review.line or 0

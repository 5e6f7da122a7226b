"""The edition: the portal with its findings and badges worked out once, in the order in which pages ask for them."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

from generator.checking.badges import Badge, badges
from generator.checking.checks import Checked, check_portal
from generator.checking.findings import Finding
from generator.checking.metrics import Seen
from generator.checking.settled import Settled
from generator.publishing import urls
from generator.publishing.doubts import doubts
from generator.publishing.gate import gate, kept_back
from generator.publishing.measured import Measured, measure_all
from generator.publishing.release import LastRelease
from generator.records.divisions import division, path_of
from generator.records.folded import NO_TEXT, FoldedText, folded_text
from generator.records.inputs import with_problems
from generator.records.memory import FORGETFUL, Memory, Name
from generator.records.place import Box
from generator.records.portal import Held, Issue, Portal, Settings, Unread
from generator.records.record import Record, to_plain
from generator.records.registry import Agency
from generator.records.yaml_files import dumps

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Shown:
    """One issue as the site shows it. Either `held` or `unread` is there. `later` counts the issues after it.

    Of an issue that is withheld, `findings` holds what it is withheld for, and nothing else.

    `doubts` are the cells that failed checks concern, with the word to put beside them. `record_body` is folded up.
    """

    agency: Agency
    issue: Issue
    held: Held | None
    unread: Unread | None
    findings: tuple[Finding, ...]
    badges: tuple[Badge, ...]
    later: int = 0
    record_head: str = ""
    record_digest: str = ""
    record_body: FoldedText = NO_TEXT
    dismissed: tuple[Settled, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where its page stands."""
        if self.later:
            return urls.earlier_issue(self.agency.id, self.issue.year, self.issue.revision)
        return urls.report(self.agency.id, self.issue.year)

    @property
    def record(self) -> Record | None:
        """The record with people's corrections, None when we could not read the file."""
        return self.held.record if self.held else None

    @property
    def withheld(self) -> bool:
        """Whether it was read, but holds personal numbers and is not published."""
        return self.unread is not None and bool(self.unread.withheld)

    @property
    def record_text(self) -> str:
        """The record as the site publishes it: people's corrections applied, each named in the first lines."""
        return self.record_head + self.record_body.text

    @property
    def digest(self) -> str:
        """The sha256 of the published record, which is what this page rests on."""
        return self.record_digest or sha256(self.record_text.encode()).hexdigest()


class PlaceWanted(NamedTuple):
    """A place in a report file: the file's path below `content/`, the hash that it must have, page, box in points."""

    path: str
    sha256: str
    page: int
    box: Box


class FileWanted(NamedTuple):
    """A report file of which a copy is wanted: its path below `content/`, its hash, its media type."""

    path: str
    sha256: str
    media_type: str


class Copied(NamedTuple):
    """A copy without metadata: where it lies, the ending of its name, which personal numbers (checks) its text has."""

    path: Path
    suffix: str
    personal: frozenset[str]


Drawn = Mapping[PlaceWanted, bytes]
"""Pictures of places, as PNG files."""


@dataclass(frozen=True, slots=True)
class Edition:
    """All that pages are made of. `issues` holds every issue of an agency and year, oldest first."""

    settings: Settings
    portal: Portal
    agencies: Mapping[str, Agency]
    issues: Mapping[tuple[str, int], tuple[Shown, ...]]
    years: tuple[int, ...]
    agencies_at: Mapping[str, tuple[Agency, ...]]
    places_below: Mapping[str, tuple[str, ...]]
    years_of: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    drawn: Drawn = field(default_factory=dict)
    copies: Mapping[FileWanted, Copied] = field(default_factory=dict)
    measured: Measured = field(default_factory=Measured)
    successors: Mapping[str, tuple[Agency, ...]] = field(default_factory=dict)
    last: LastRelease | None = None

    def newest(self, agency: str, year: int) -> Shown | None:
        """Give the newest issue of a report, None when the site has none."""
        found = self.issues.get((agency, year))
        return found[-1] if found else None

    @property
    def reports(self) -> Iterator[Shown]:
        """The newest issue of every report, in order of agency and year."""
        return (found[-1] for found in self.issues.values())

    def of_year(self, year: int) -> Iterator[Shown]:
        """Give the newest issues of a year, in order of agency."""
        return (shown for shown in self.reports if shown.issue.year == year)

    def everywhere(self, place: str) -> Iterator[Agency]:
        """Give the agencies of a place and of all places below it, in order."""
        yield from self.agencies_at.get(place, ())
        for below in self.places_below.get(place, ()):
            yield from self.everywhere(below)

    @property
    def places(self) -> tuple[str, ...]:
        """Every place with a page, in order of code."""
        return tuple(
            sorted(code for code in {*self.agencies_at, *itertools.chain(*self.places_below.values())} if code)
        )


def place_of(agency: Agency) -> str:
    """Give the code of the nearest known place of an agency: its county for a township; empty when nothing tells."""
    path = path_of(agency.division) if agency.division else ()
    return path[-1].code if path else ""


@functools.cache
def place_name(code: str) -> str:
    """Give the official name of a place that has a page."""
    known = division(code)
    return known.name if known else code


def exists_in(agency: Agency, year: int) -> bool:
    """Tell whether an agency was there at some time in a year, as far as the registry says."""
    return agency.valid_from[:4] <= str(year) and (not agency.valid_until or agency.valid_until[:4] >= str(year))


def nobody(_: Portal) -> None:
    """Leave all of it to the edition."""


def make_edition(portal: Portal, memory: Memory = FORGETFUL, others: Callable[[Portal], None] = nobody) -> Edition:
    """Work out findings and badges of every issue, and where everything belongs. What is withheld does not come in.

    Raises `ContentError` for personal numbers on people's own pages. With a `memory` only what has changed is
    worked out again. `others` may have worked it out before, of the portal as the gate leaves it (see `elsewhere`).
    """
    received, portal = portal, gate(portal, memory)
    others(portal)
    back = kept_back(received, portal)
    checked = {each.held.issue: each for each in check_portal(portal, memory)}
    portal = with_problems(portal, tuple(problem for each in checked.values() for problem in each.problems))
    issues = _issues(portal, checked, back, memory)
    measured = measure_all(_seen(issues), _due(portal, issues), memory)
    memory.done_with("held", "numbers", "sections", "alike", "findings", "told")
    memory.done_with("measures", parts_alone=True)
    agencies_at = _group((place_of(agency), agency) for agency in portal.agencies.values())
    return Edition(
        settings=portal.settings,
        portal=portal,
        agencies=portal.agencies,
        issues=issues,
        years=portal.years,
        agencies_at=agencies_at,
        places_below=_tree(agencies_at),
        years_of=_group(issues),
        measured=measured,
        successors=_group((before, agency) for agency in portal.agencies.values() for before in agency.successor_of),
    )


def _seen(issues: Mapping[tuple[str, int], tuple[Shown, ...]]) -> dict[tuple[str, int], Seen]:
    """Give the record of every report, with the cells that failed checks concern."""
    shown = {key: found[-1] for key, found in issues.items()}
    return {key: Seen(each.record, each.doubts) for key, each in shown.items() if each.record}


def _due(portal: Portal, issues: Mapping[tuple[str, int], tuple[Shown, ...]]) -> Iterator[tuple[Agency, int]]:
    """Give every agency with each year to which it belongs."""
    for agency, year in itertools.product(portal.agencies.values(), portal.years):
        report = (agency.id, year)
        if exists_in(agency, year) or report in issues or report in portal.absences:
            yield agency, year


def _group(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, tuple[Value, ...]]:
    grouped: dict[Key, list[Value]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in grouped.items()}


def _tree(places: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give the places below each place; below the empty code stand the provinces."""
    below: dict[str, set[str]] = {}
    for code in places:
        path = ["", *(place.code for place in path_of(code))] if code else [""]
        for above, inner in itertools.pairwise(path):
            below.setdefault(above, set()).add(inner)
    return {code: tuple(sorted(inner)) for code, inner in below.items()}


def _issues(
    portal: Portal, checked: Mapping[Issue, Checked], back: Mapping[Issue, tuple[Finding, ...]], memory: Memory
) -> dict[tuple[str, int], tuple[Shown, ...]]:
    """Group what there is of every report. An issue that was read is shown, even if another format of it was not."""
    items: tuple[Checked | Unread, ...] = (*portal.unread, *checked.values())
    known = {_issue(item): item for item in items}
    grouped = _group(((issue.agency, issue.year), known[issue]) for issue in sorted(known))
    return {
        key: tuple(
            _shown(portal, item, len(items) - place, back.get(_issue(item), ()), memory)
            for place, item in enumerate(items, start=1)
        )
        for key, items in grouped.items()
    }


def _issue(item: Checked | Unread) -> Issue:
    return item.held.issue if isinstance(item, Checked) else item.issue


def _shown(portal: Portal, item: Checked | Unread, later: int, back: tuple[Finding, ...], memory: Memory) -> Shown:
    issue = _issue(item)
    agency, replied = portal.agencies[issue.agency], (issue.agency, issue.year) in portal.replies
    if isinstance(item, Checked):
        make = functools.partial(_shown_held, portal, item, later, memory, replied=replied)
        equal = (agency, portal.settings, later, replied)
        return memory.of(Name("shown", issue.agency, issue.name), make, same=(item,), equal=equal, lasting=False)
    lost = badges((), held=None, unread=item, settings=portal.settings, replied=replied)
    return Shown(agency, issue, None, item, back, () if item.withheld else lost, later)


@dataclass(frozen=True, slots=True)
class _Told:
    """What an issue's findings and record come to: `body` is the record where it is not what was `written`."""

    badges: tuple[Badge, ...]
    doubts: Mapping[str, str]
    digest: str
    body: FoldedText


def _shown_held(portal: Portal, checked: Checked, later: int, memory: Memory, *, replied: bool) -> Shown:
    held = checked.held
    agency, issue = portal.agencies[held.issue.agency], held.issue
    bare = Shown(*(agency, issue, held, None, checked.findings, (), later), dismissed=checked.dismissed)
    head = _record_head(held, urls.to_root(bare.url))
    make = functools.partial(_told, checked, head, portal.settings, replied=replied)
    name, equal = Name("told", issue.agency, issue.name), (head, portal.settings.sample, replied)
    told = memory.of(name, make, same=(checked,), equal=equal)
    return dataclasses.replace(
        bare,
        badges=told.badges,
        doubts=told.doubts,
        record_head=head,
        record_digest=told.digest,
        record_body=held.written or told.body,
    )


def _told(checked: Checked, head: str, settings: Settings, *, replied: bool) -> _Told:
    held = checked.held
    marks = badges(
        checked.findings,
        held=held,
        unread=None,
        settings=settings,
        reissued=held.issue.revision > 1,
        replied=replied,
        reviewed=held.reviews.of_record is not None,
    )
    body = NO_TEXT if held.written else folded_text(dumps(to_plain(held.record)))
    whole = head + (held.written or body).text
    return _Told(marks, doubts(checked.findings), sha256(whole.encode()).hexdigest(), body)


def _record_head(held: Held, root: str) -> str:
    head = [f"# yaml-language-server: $schema={root}schema/record.schema.json"]
    head += [
        f"# 本站已更正读数：{fix.cell}，原读 {fix.was}，更正为 {fix.now}（{fix.date}）" for fix in held.corrections
    ]
    return "\n".join(head) + "\n"

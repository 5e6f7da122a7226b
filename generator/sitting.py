"""One portal gone over again and again, at a person's desk: what has not changed since costs a look at its file."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from generator import pipeline
from generator.checking.findings import Finding
from generator.pipeline import Options, Progress
from generator.publishing.copies import files_wanted, with_room
from generator.publishing.crops import wanted
from generator.publishing.edition import Copied, Edition, FileWanted, PlaceWanted, make_edition
from generator.reading import ingest as reading
from generator.records.memory import Memory
from generator.records.portal import Held, Portal
from generator.records.registry import load_registry
from generator.records.watched import States, states

Checked = tuple[Held, tuple[Finding, ...]]


class Sitting:
    """The portal of `options`, as it is each time that somebody asks. Everything raises `ContentError` as a build does.

    Not for several threads at once.
    """

    def __init__(self, options: Options, progress: Progress) -> None:
        self._options, self._progress = options, progress
        self._memory = Memory()
        self._outcome: reading.Outcome | None = None
        self._registry: States = {}
        self._reports: States = {}
        self._drawn: dict[PlaceWanted, bytes | None] = {}
        self._copied: dict[FileWanted, Copied | None] = {}

    def portal(self) -> Portal:
        """Give the portal, report files that are new or changed read."""
        outcome = self._ingested()
        return pipeline.portal_of(self._options, outcome, self._memory)

    def checked(self) -> tuple[Portal, tuple[Checked, ...]]:
        """Give the portal with its findings."""
        return pipeline.checked(self.portal(), self._memory)

    def edition(self) -> Edition:
        """Give all that pages are made of."""
        edition = make_edition(self.portal(), self._memory)
        places = [place for place in wanted(edition) if place not in self._drawn]
        drawn = pipeline.draw(self._options, places)
        self._drawn |= {place: drawn.get(place) for place in places}
        files = [file for file in files_wanted(edition) if file not in self._copied]
        copied = pipeline.copy(self._options, files)
        self._copied |= {file: copied.get(file) for file in files}
        edition = dataclasses.replace(edition, drawn=_known(self._drawn))
        return dataclasses.replace(edition, copies=with_room(edition, self._copies(edition)))

    def _copies(self, edition: Edition) -> Mapping[FileWanted, Copied]:
        """Give the copies in the order in which they get room."""
        return {file: copied for file in files_wanted(edition) if (copied := self._copied[file])}

    def _ingested(self) -> reading.Outcome:
        content = self._options.content
        registry, reports = states((content / "agencies",)), states((content / "reports",))
        if self._outcome is None or registry != self._registry:
            self._outcome = pipeline.ingest(self._options, progress=self._progress)
        elif changed := [Path(path) for path, state in (reports.items() ^ self._reports.items())]:
            agencies = load_registry(content / "agencies")
            self._outcome = reading.ingest_changed(content, agencies, self._outcome, changed, self._progress)
        self._registry, self._reports = registry, reports
        return self._outcome


def _known(drawn: Mapping[PlaceWanted, bytes | None]) -> dict[PlaceWanted, bytes]:
    return {place: picture for place, picture in drawn.items() if picture is not None}

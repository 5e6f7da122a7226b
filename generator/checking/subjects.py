"""The portal as checks see it: every issue with its own past and with what surrounds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from generator.checking.resemblance import resemblances
from generator.checking.spread import spreads
from generator.checking.subject import NOTHING_COMPARED, Around, Past, Subject
from generator.checking.wording import words
from generator.records.memory import FORGETFUL, Memory
from generator.records.portal import Held, Portal, newest
from generator.records.registry import Agency

_Newest = Mapping[tuple[str, int], Held]


def subjects(portal: Portal, memory: Memory = FORGETFUL) -> Iterator[Subject]:
    """Give every issue that we hold, in the portal's order, ready to be checked."""
    around = around_of(portal, memory)
    histories = _histories(portal, around.newest)
    for held in portal.held:
        agency = portal.agencies[held.issue.agency]
        past = histories[agency.id].before(held.issue.year)
        yield Subject(held, agency, portal.settings, past, around)


def around_of(portal: Portal, memory: Memory = FORGETFUL) -> Around:
    """Work out once what checks need of the whole portal."""
    shown = {(held.issue.agency, held.issue.year): held for held in newest(portal.held)}
    fetched = (held.note.retrieved for held in portal.held)
    lie = spreads(shown.values(), portal.agencies, words("compared_with_peers"))
    alike = NOTHING_COMPARED if portal.settings.sample else resemblances(shown.values(), portal.agencies, memory)
    return Around(max(fetched, default=""), lie, shown, alike)


class _History:
    """The years of one body: its own, and those of its one predecessor before them."""

    def __init__(self, held: Mapping[int, Held], years: frozenset[int], names: tuple[str, ...], *, plain: bool) -> None:
        self._held, self._years, self._names, self._plain = held, years, names, plain

    def before(self, year: int) -> Past:
        earlier = tuple(self._held[each] for each in sorted(self._held) if each < year)
        previous = self._held.get(year - 1)
        unread = year - 1 in self._years and previous is None
        why = "previous_unread" if unread else "no_previous" if self._plain else "lineage"
        return Past(previous, earlier, why, self._years, self._names)


def _histories(portal: Portal, shown: _Newest) -> Mapping[str, _History]:
    held: dict[str, dict[int, Held]] = {}
    for (agency, year), item in shown.items():
        held.setdefault(agency, {})[year] = item
    years: dict[str, set[int]] = {}
    for issue in portal.issues:
        years.setdefault(issue.agency, set()).add(issue.year)
    heirs = Counter(one for agency in portal.agencies.values() for one in agency.successor_of)
    return {agency.id: _history(agency, portal.agencies, held, years, heirs) for agency in portal.agencies.values()}


def _history(
    agency: Agency,
    agencies: Mapping[str, Agency],
    held: Mapping[str, Mapping[int, Held]],
    years: Mapping[str, set[int]],
    heirs: Mapping[str, int],
) -> _History:
    """Put an agency's years together. A predecessor's count only where one body plainly became one body."""
    before = agency.successor_of
    plain = not before or (len(before) == 1 and heirs[before[0]] == 1)
    line = (*(before if plain else ()), agency.id)
    names = tuple(name for one in (*before, agency.id) for name in (agencies[one].name, *agencies[one].aliases))
    together = {year: item for one in line for year, item in held.get(one, {}).items()}
    known = frozenset(year for one in line for year in years.get(one, ()))
    return _History(together, known, names, plain=plain)

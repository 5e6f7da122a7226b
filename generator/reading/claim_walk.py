"""Walks through a paragraph, unit by unit, carrying along what earlier words settle for later figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from generator.reading.claim_changes import changed
from generator.reading.claim_items import (
    CARRIED_IN,
    CARRIED_OUT,
    CORRECTED,
    DISPUTE_TOTAL,
    PROCESSED,
    RECEIVED,
    TOPIC,
    direction,
    known,
)
from generator.reading.claim_meaning import Meaning, Setting, leaves_open, meanings, respective
from generator.reading.claim_notes import Notes, take_note
from generator.reading.claim_scope import Scope, lead_of, limit_of, names_in, other_subject
from generator.reading.claim_sentence import Sentence
from generator.reading.claim_settling import Draft, about_any_subject
from generator.reading.claim_signs import (
    about_a_territory,
    counts_something_else,
    denied_one,
    handles_others,
    is_a_bureau,
    is_bare_part,
    is_heading,
    issues,
    judges,
    lost_receipt,
    may_wait,
    noun_phrase,
    of_another,
    only_carries,
    rounded,
    speaks_of_us,
    sums_up,
    verb_of,
)
from generator.reading.claim_times import CARRYING, another_span, planned, report_year, since, years_told
from generator.reading.claim_units import Unit, sentences_of
from generator.reading.claim_words import Word
from generator.reading.claim_zeros import zeros

_RESULTS: Final = frozenset(["granted", "partial", "result"])
_AIMS: Final = frozenset(["下一步", "今后", "下步", "下阶段", "下一阶段", "接下来", "新的一年"])


class Walk:
    """One paragraph on its way to claims: `drafts` gives what each figure says, `notes` what stands beside it."""

    def __init__(self, words: Sequence[Word], section: int | None, year: int | None) -> None:
        self.notes: list[Notes] = []
        self.sentences = [list(changed(units)) for units in sentences_of(words)]
        self.year = year or report_year(words)
        self._firm = section == 3 or only_carries(words)
        self._topic: str | None = "application" if self._firm else None
        self._info = section in {3, 4}
        self._limit: Scope = "whole"
        self._doubt = self._parted = False
        self._bureau = any(is_a_bureau(word) for word in words)
        self._names: set[str] = set()
        self._total: int | None = None
        self._aims = self._regulated = False
        self._now = Sentence(outcomes=False)

    def drafts(self) -> Iterator[Draft]:
        """Give what each figure of the paragraph says, in the order of the text."""
        for number, units in enumerate(self.sentences):
            self._begin(units)
            for place, unit in enumerate(units):
                for draft in self._unit(units, place, unit):
                    self._now.last = replace(draft, sentence=number)
                    yield self._now.last

    def _begin(self, units: Sequence[Unit]) -> None:
        self.notes.append(Notes())
        kinds = {word.kind for unit in units for word in unit.words if word.kind in _RESULTS}
        self._now = Sentence(outcomes=len(kinds) > 1, planned=self._aims)
        if self._total is not None:
            self._limit = "whole"
            self._doubt = self._parted = False

    def _unit(self, units: Sequence[Unit], place: int, unit: Unit) -> Iterator[Draft]:
        self._hear(unit)
        if self._elsewhere(unit):
            return
        if unit.figure is None or denied_one(unit):
            yield from self._clause(units, place)
        elif not unit.has("negation"):
            yield from self._figure(unit)
        self._remember(unit)

    # ---- what the words of a unit change

    def _hear(self, unit: Unit) -> None:
        now = self._now
        if unit.opens == "；":
            self._topic, self._firm = now.past_semicolon() or (self._topic, self._firm)
        now.vetting = now.vetting or (unit.figure is not None and unit.has("vetted"))
        now.handling = (now.handling and unit.opens != "；") or handles_others(unit)
        now.judging = (now.judging and unit.opens in {"", "、"}) or judges(unit)
        now.aim = (now.aim and unit.opens in {"", "、"}) or unit.has("aim")
        if unit.has("among") and not now.among:
            now.among, now.host = True, (self._topic, self._firm) if self._topic else None
        now.cleaned = now.cleaned or unit.has("cleaned", "vetted")
        now.authority = now.authority or unit.has("authority")
        now.since = now.since or since(unit)
        now.planned = now.planned or planned(unit)
        self._aims = self._aims or any(word.text in _AIMS for word in unit.words)
        self._names |= names_in(unit.before)
        aside = (unit.inside or now.among) and not unit.has("application", "by_request")
        self._info = self._info or (not aside and unit.has("info", "application", "by_request"))
        if speaks_of_us(unit) and not (self._bureau and about_a_territory(unit)):
            self._limit = now.owner = "whole"
            self._parted = False
        elif self._bureau and about_a_territory(unit):
            now.owner = "unclear"
        self._hear_doubts(unit)
        self._hear_times(unit)

    def _hear_doubts(self, unit: Unit) -> None:
        self._now.judged = self._now.judged or self._now.judging
        self._now.grown = self._now.grown or any(word.text == "新增" for word in unit.before)
        if any(word.text in {"我办", "本办"} for word in unit.before):
            self._limit = "unclear"

    def _hear_times(self, unit: Unit) -> None:
        now = self._now
        years = years_told(unit.before)
        if unit.has("now", "year"):
            now.past = False
        elif unit.figure is None and unit.has("past") and all(word.kind in {"past", "filler"} for word in unit.words):
            now.past = True
        if unit.has("now"):
            now.year = None
        now.aside = years[-1] if years and unit.inside else None
        if years and not unit.inside:
            now.year = years[-1]

    def _elsewhere(self, unit: Unit) -> bool:
        """Tell whether the unit is about another year, a plan, a comparison or a rate."""
        if self._now.planned:
            return True
        year = self._now.aside or self._now.year
        if year is not None and self.year is not None and year != self.year:
            self._hear_topic(unit)
            return True
        if self._now.aim:
            return True
        if unit.figure is None:
            return False
        carries = unit.has(*CARRYING)
        late = (self._now.past or any(word.kind == "past" for word in unit.before)) and not carries
        return late or any(word.kind in {"compare", "change", "rate"} for word in unit.before)

    def _hear_topic(self, unit: Unit) -> None:
        """2023年收到申请188件，2024年收到203件: what last year's figure counts, this year's does too."""
        nouns = [TOPIC[word.kind] for word in known(unit.words) if word.kind in TOPIC]
        if nouns and unit.figure is not None and not unit.inside:
            self._topic, self._firm = nouns[-1], True

    # ---- clauses without a figure

    def _clause(self, units: Sequence[Unit], place: int) -> Iterator[Draft]:
        unit = units[place]
        setting = self._setting()
        if any(word.kind == "negation" for word in unit.words):
            for meaning in zeros(unit.words, setting):
                yield self._draft(unit, meaning, 0)
            return
        if (
            unit.has("each", "all")
            and unit.has("direct")
            and self._now.last
            and self._now.last.cell == DISPUTE_TOTAL["litigation"]
        ):
            yield replace(self._now.last, cell=DISPUTE_TOTAL["direct"], role="direct", start=unit.start, end=unit.end)
        waiting = self._now.waiting
        if (
            waiting
            and waiting.figure
            and waiting.figure.value is not None
            and unit.has("carry")
            and not unit.has("all", "each")
        ) and direction(unit.words, self.year) == CARRIED_OUT:
            yield self._draft(waiting, Meaning(CARRIED_OUT, "carry", sure=True), waiting.figure.value)
        self._now.waiting = None

    def _setting(self) -> Setting:
        return Setting(self._topic, self._firm, self._info, self.year, self._now.outcomes, verb=self._now.verb)

    def _behind(self, unit: Unit) -> bool:
        return self._now.among or unit.inside

    # ---- figures

    def _figure(self, unit: Unit) -> Iterator[Draft]:
        if unit.more:
            yield from self._pairs(unit)
            return
        found = meanings(unit, replace(self._setting(), behind=self._behind(unit))) or []
        value = unit.figure.value if unit.figure else None
        if len(self._now.shares) > 1 and sum(self._now.shares) == value:
            found = self._totalled(unit, found)
        self._now.waiting = unit if leaves_open(found) and may_wait(unit) else None
        if not found:
            self._not_understood(unit, value)
        if value is None or rounded(unit):
            self._doubt = self._doubt or any(meaning.cell == RECEIVED for meaning in found)
            return
        for meaning in found:
            if self._now.authority and meaning.cell.startswith("disputes"):
                continue
            if not self._is_part_of_a_total(unit, meaning):
                draft = self._draft(unit, meaning, value)
                self._count(unit, draft)
                yield draft

    def _totalled(self, unit: Unit, found: list[Meaning]) -> list[Meaning]:
        """网上15件、信函9件，共计24件: a total of the parts before it is no part itself."""
        found = [Meaning(RECEIVED, "stated", sure=True)] if sums_up(unit) else found
        if any(meaning.cell == RECEIVED for meaning in found) and self._own_limit(unit) == "whole":
            self._limit, self._parted = "whole", False
        return found

    def _not_understood(self, unit: Unit, value: int | None) -> None:
        if lost_receipt(unit):
            self._limit = "unclear"
        elif value is not None and self._now.among and self._topic == "application" and is_bare_part(unit):
            self._add_part(value)

    def _pairs(self, unit: Unit) -> Iterator[Draft]:
        for meaning, figure in respective(unit, self._setting()):
            if figure.value is not None:
                draft = self._draft(unit, meaning, figure.value)
                self._count(unit, draft)
                yield draft

    def _is_part_of_a_total(self, unit: Unit, meaning: Meaning) -> bool:
        """(其中网上42件): parts behind a stated total are not listed; they narrow what follows until they add up."""
        if meaning.cell == RECEIVED and self._behind(unit) and meaning.role != "new":
            if not (unit.inside or unit.has("now")) and unit.figure and unit.figure.value is not None:
                self._add_part(unit.figure.value)
            return True
        repeated = self._now.last is not None and self._now.last.cell == meaning.cell
        told_apart = unit.has("info") and self._now.last is not None and not self._now.last.info
        return meaning.role in {"review", "litigation"} and self._behind(unit) and repeated and not told_apart

    def _add_part(self, value: int) -> None:
        self._now.parts.append(value)
        self._parted = sum(self._now.parts) != self._total

    def _count(self, unit: Unit, draft: Draft) -> None:
        if draft.cell == RECEIVED and unit.has("channel", "applicant", "span"):
            self._now.shares.append(draft.value)
        if draft.cell == RECEIVED and draft.scope == "whole":
            self._total = draft.value
            self._now.parts = []
        elif unit.inside or draft.cell == CARRIED_IN:
            return
        elif not draft.cell.startswith("applications"):
            aside = self._behind(unit) or self._own_limit(unit) == "whole"
            self._now.owner = self._now.owner if aside or draft.cell.startswith("disputes") else "unclear"
        elif draft.cell == RECEIVED and draft.scope == "part" and draft.value <= (self._total or -1):
            self._add_part(draft.value)
        elif self._own_limit(unit) != "whole":
            self._limit = "unclear"
        elif draft.cell == RECEIVED:
            self._doubt = True

    def _draft(self, unit: Unit, meaning: Meaning, value: int) -> Draft:
        return Draft(
            cell=meaning.cell,
            value=value,
            scope=self._scope(unit, meaning, value),
            role=meaning.role,
            start=unit.start,
            end=unit.end,
            inside=unit.inside,
            rest=any(word.kind == "rest" for word in unit.before),
            among=self._behind(unit),
            department=of_another(unit),
            names=frozenset(names_in(unit.before)),
            info=unit.has("info", "application", "by_request"),
        )

    def _own_limit(self, unit: Unit) -> Scope:
        words = known(unit.before) if unit.figure else list(unit.words)
        limit = limit_of([*words, *noun_phrase(unit)])
        timed = bool(self._now.year) or unit.has("year", "now", "joint")
        return "unclear" if limit == "whole" and names_in(unit.before) and not timed else limit

    def _scope(self, unit: Unit, meaning: Meaning, value: int) -> Scope:
        own = self._own_limit(unit)
        if own == "part" and meaning.cell != CARRIED_IN and meaning.role != "none":
            return "part"
        open_ = (
            not meaning.sure,
            own != "whole",
            self._limit != "whole",
            self._now.lead != "whole",
            self._now.since,
            self._now.owner != "whole",
            (self._now.reason or self._now.vetting) and meaning.role in {"granted", "partial"},
            self._parted
            and meaning.cell.startswith("applications")
            and (meaning.cell != PROCESSED or value <= sum(self._now.parts)),
            self._now.handling and meaning.role == "stated" and meaning.cell == RECEIVED,
            self._now.judging and meaning.cell.startswith("disputes"),
            self._now.judged and meaning.cell == CORRECTED,
            self._now.grown and meaning.cell.startswith("disputes") and meaning.role != "none",
            self._doubt and meaning.cell.startswith("applications"),
            unit.aside,
            len(self._names) > 1,
            self._now.cleaned and meaning.cell.startswith("proactive") and not issues(unit),
            meaning.cell == RECEIVED and any(word.kind == "rest" for word in unit.before),
        )
        return "unclear" if any(open_) else "whole"

    # ---- what stays for the next unit

    def _remember(self, unit: Unit) -> None:
        now = self._now
        nouns = [word.kind for word in known(unit.words) if word.kind in TOPIC]
        if nouns:
            self._topic = TOPIC[nouns[-1]]
            self._firm = unit.figure is not None or unit.has("negation") or is_heading(unit)
            self._regulated = self._regulated or (unit.has("regulation") and unit.figure is not None)
            self._firm = self._firm and not (self._regulated and self._topic == "normative")
        if unit.figure is None:
            now.reason = now.reason or (not unit.inside and unit.words[0].kind == "cause")
            now.lead = "whole" if unit.inside else lead_of(unit)
            now.owner = now.owner if unit.inside or not other_subject(unit) else "unclear"
            now.since = now.since or another_span(unit)
        elif not unit.inside and now.lead != "whole":
            self._limit = "unclear"
        now.verb = verb_of(unit)
        take_note(self.notes[-1], unit, self._topic, behind=self._behind(unit), of_any=about_any_subject(now.last))
        if self._topic is None and counts_something_else(unit):
            self._topic = "other"
        if self._topic is None and now.last and now.last.role == "carry" and now.last.scope == "whole":
            self._topic, self._firm = "application", True

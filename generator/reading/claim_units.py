"""Words → sentences of units. A unit is one figure with the words that belong to it, or a clause without a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from generator.reading.claim_words import FIGURE, NUMBER, PUNCTUATION, Word

PAUSE: Final = "、"
SEPARATOR: Final = "separator"
_ENDS_SENTENCE: Final = frozenset("。！？!?")
_ENDS_CLAUSE: Final = frozenset("，；：")
_PREDICATES: Final = frozenset(
    [
        "received",
        "new",
        "accepted",
        "handled",
        "finished",
        "answered",
        "granted",
        "partial",
        "carry",
        "pending",
        "result",
        "ended",
        "late",
        "corrected",
        "closed",
        "issued",
        "repealed",
        "in_force",
        "published",
        "vetted",
        "rest",
        "among",
        "past",
        "next",
        "year",
        "direct",
        "after_review",
        "negation",
    ]
)
_LABELS: Final = frozenset(
    [
        "quantity",
        "received",
        "new",
        "accepted",
        "application",
        "plain",
        "by_request",
        "review",
        "litigation",
    ]
)
_OUTCOMES: Final = frozenset(
    ["finished", "answered", "granted", "partial", "carry", "next", "issued", "repealed", "in_force"]
)
_YEAR: Final = re.compile("20[0-9]{2}$|[0-9]{5}")
_LINKS: Final = frozenset(["为", "是", "也", "的", "件", "均"])


@dataclass(frozen=True, slots=True)
class Unit:
    """One figure with the words before and after it up to the next mark or figure; or a clause without a figure.

    `inside` says that it stands in brackets, `aside` that other bracketed words stand before its figure; `opens` names
    the mark before it; `more` holds the further figures of 分别为3件和2件. `start` and `end` bound it in the printed
    paragraph.
    """

    before: tuple[Word, ...]
    figure: Word | None
    after: tuple[Word, ...]
    start: int
    end: int
    opens: str = "。"
    inside: bool = False
    aside: bool = False
    more: tuple[Word, ...] = ()
    _kinds: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_kinds", frozenset([word.kind for word in self.before + self.after]))

    @property
    def words(self) -> tuple[Word, ...]:
        """All words but the figure."""
        return self.before + self.after

    def has(self, *kinds: str) -> bool:
        """Tell whether a word of one of `kinds` stands beside the figure."""
        return not self._kinds.isdisjoint(kinds)

    def after_has(self, kind: str) -> bool:
        """Tell whether a word of `kind` stands behind the figure."""
        return any(word.kind == kind for word in self.after)


def sentences_of(words: Sequence[Word]) -> Iterator[list[Unit]]:
    """Cut words into sentences of units, in the order of the text; bracketed units follow the one they stand in."""
    for sentence in _split(words, _ENDS_SENTENCE):
        outer, inner = _without_brackets(sentence)
        units = _respective(list(_units(outer, "。")))
        for bracket in inner:
            _insert(units, bracket)
        if units:
            yield units


def _split(words: Sequence[Word], marks: frozenset[str]) -> Iterator[list[Word]]:
    piece: list[Word] = []
    depth = 0
    for word in words:
        depth = max(depth + (word.text == "（") - (word.text == "）"), 0)
        if word.kind == PUNCTUATION and word.text in marks and depth == 0:
            yield piece
            piece = []
        else:
            piece.append(word)
    yield piece


def _without_brackets(words: Sequence[Word]) -> tuple[list[Word], list[list[Word]]]:
    """Take bracketed words out. Where a bracket is not closed, the marks alone go."""
    if sum(word.text == "（" for word in words) != sum(word.text == "）" for word in words):
        return [replace(word, text="，") if word.text in {"（", "）"} else word for word in words], []
    outer: list[Word] = []
    inner: list[list[Word]] = []
    depth = 0
    for word in words:
        if word.text == "（" and word.kind == PUNCTUATION:
            depth += 1
            inner += [[]] if depth == 1 else []
        elif word.text == "）" and word.kind == PUNCTUATION:
            depth -= 1
        else:
            (inner[-1] if depth > 0 and inner else outer).append(word)
    return outer, [bracket for bracket in inner if bracket]


def _insert(units: list[Unit], bracket: Sequence[Word]) -> None:
    place = bracket[0].start
    inner = [replace(unit, inside=True) for unit in _units(bracket, "（")]
    position = max((index for index, unit in enumerate(units) if unit.start < place), default=-1)
    if position >= 0 and _meaningful(bracket):
        host = units[position]
        precedes = host.figure is None or place < host.figure.start
        units[position] = replace(host, aside=host.aside or precedes)
    after = position + 1
    while after < len(units) and units[after].inside and units[after].start < place:
        after += 1
    units[after:after] = inner


def _meaningful(bracket: Sequence[Word]) -> bool:
    return any(word.kind != "filler" for word in bracket) and not bracket[0].text.startswith(("以下简称", "下称"))


def _units(words: Sequence[Word], opens: str) -> Iterator[Unit]:
    clause: list[Word] = []
    marked = [*words, Word(PUNCTUATION, "。", 0, 0)]
    for word, following in zip(marked, [*marked[1:], None], strict=True):
        closes = word.kind == PUNCTUATION and (word.text != PAUSE or any(_is_figure(seen) for seen in clause))
        if not closes:
            clause.append(replace(word, kind=SEPARATOR) if word.kind == PUNCTUATION else word)
            continue
        labelled = clause and word.text == "：" and (clause[-1].kind in _LABELS or _answers(clause[-1], following))
        if labelled:
            continue
        yield from _figures(_bare(clause), opens)
        opens, clause = word.text, []


def _answers(label: Word, following: Word | None) -> bool:
    """予以公开：5件; 结转：0件."""
    return label.kind in _PREDICATES and following is not None and _is_figure(following)


def _respective(units: list[Unit]) -> list[Unit]:
    """行政复议、行政诉讼分别为3件和2件: the bare figures behind the first one belong to it."""
    merged: list[Unit] = []
    for unit in units:
        host = merged[-1] if merged else None
        if host and unit.figure and not unit.words and host.figure and host.has("respectively"):
            merged[-1] = replace(host, more=(*host.more, unit.figure))
        else:
            merged.append(unit)
    return merged


def _is_figure(word: Word) -> bool:
    return word.kind == FIGURE


def _bare(clause: list[Word]) -> list[Word]:
    """Count a number without a measure word only at the end of a clause, behind a label: 受理件数为零, 办结8."""
    if len(clause) < 2 or clause[-1].kind != NUMBER:
        return clause
    labels = [word for word in clause[-6:-1] if word.kind != "each" and word.text not in _LINKS]
    counted = labels and labels[-1].kind in (_LABELS if _YEAR.match(clause[-1].text) else _LABELS | _OUTCOMES)
    return [*clause[:-1], replace(clause[-1], kind=FIGURE)] if counted else clause


def _figures(clause: list[Word], opens: str) -> Iterator[Unit]:
    places = [index for index, word in enumerate(clause) if _is_figure(word)]
    if not places:
        if clause:
            yield Unit(tuple(clause), None, (), clause[0].start, clause[-1].end, opens)
        return
    start = 0
    for number, place in enumerate(places):
        following = places[number + 1] if number + 1 < len(places) else None
        end = len(clause) if following is None else _cut(clause, start, place, following)
        before, after = clause[start:place], clause[place + 1 : end]
        yield Unit(tuple(before), clause[place], tuple(after), clause[start].start, clause[end - 1].end, opens)
        start, opens = end, ""
        if start < len(clause) and clause[start].kind == SEPARATOR:
            start += 1


def _cut(clause: Sequence[Word], start: int, place: int, following: int) -> int:
    """Find where the words between two figures of one clause pass from the first to the second."""
    between = range(place + 1, following)
    if separators := [index for index in between if clause[index].kind == SEPARATOR]:
        return separators[0]
    predicates = [index for index in between if clause[index].kind in _PREDICATES]
    figure_first = not any(
        word.kind in _PREDICATES for word in clause[start:place] if word.kind not in {"rest", "among"}
    )
    if figure_first and predicates:
        return predicates[0] if _ends_with_its_figure(clause, place, predicates[0], following) else following
    return predicates[0] if predicates else place + 1


def _ends_with_its_figure(clause: Sequence[Word], place: int, predicate: int, following: int) -> bool:
    """19件申请当年办结17件: the first figure has its noun, and nothing else is left for the second one."""
    nouns = any(word.kind in _LABELS for word in clause[place + 1 : predicate])
    return nouns and not any(word.kind in _PREDICATES for word in clause[following + 1 :])

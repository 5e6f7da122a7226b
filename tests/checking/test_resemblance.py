"""How much of one text stands in another: what is measured at all, letter by letter, and which passages are shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction

import pytest

from generator.checking.resemblance import Likeness, Resemblances, likeness, resemblances
from generator.checking.wordprint import Clauses, own_names, wordprint
from generator.records.place import Place
from generator.records.portal import Held
from generator.records.record import Record
from generator.records.registry import Agency
from tests.checking.table_of_copies import letters, portal, report, written

HERE, THERE = ("a0", 2024), ("a1", 2024)


def of(*texts: str | Sequence[str]) -> Resemblances:
    """Compare reports of the same year, of an agency each; a text is one paragraph."""
    listed = ((text,) if isinstance(text, str) else text for text in texts)
    return compared(*((number, report(*(f"{each}。" for each in text))) for number, text in enumerate(listed)))


def compared(*reports: tuple[int, Record]) -> Resemblances:
    agencies = {f"a{number}": Agency(f"a{number}", f"{number}号机关", "government") for number, _ in reports}
    return resemblances(portal(*reports).held, agencies)


def held(known: Resemblances, agency: str, year: int = 2024) -> Held:
    return known.sections[(agency, year), 1].held


def measured(mine: str | Sequence[str], theirs: str | Sequence[str], *taken: int) -> Likeness:
    """Measure a text against another; the clauses with the numbers `taken` are shared by many."""
    known = of(mine, theirs)
    here, there = (known.sections[each, 1] for each in (HERE, THERE))
    return likeness(here, there, 1, frozenset(here.print.clauses[number] for number in taken))


# ---------------------------------------------------------------- what is compared


def test_a_section_without_text_is_not_compared() -> None:
    known = of(letters("甲", 300))
    assert set(known.sections) == {(HERE, 1)}
    assert known.own_letters(held(known, "a0"), 1) == 300
    assert known.own_letters(held(known, "a0"), 5) == 0
    assert known.between(held(known, "a0"), held(known, "a0"), 5) is None


def test_a_text_is_not_measured_against_none() -> None:
    other = dataclasses.replace(report(year=2023), narrative=report(letters("乙", 300), section=5).narrative)
    known = compared((0, other), (0, report(letters("甲", 300))))
    earlier, later = (known.sections[("a0", year), section].held for year, section in ((2023, 5), (2024, 1)))
    assert known.between(later, earlier, 1) is None
    assert known.between(later, earlier, 5) is None
    assert known.between(later, later, 1) is not None


def test_two_that_each_hold_a_little_make_no_pair() -> None:
    mine = letters("甲", 900)
    known = of(mine, letters("乙", 300) + mine[:310], letters("丙", 300) + mine[590:])
    assert (HERE, 1) not in known.nearest


@pytest.mark.parametrize(
    ("reports", "having", "common"),
    [(5, 5, True), (6, 5, True), (6, 4, False), (100, 5, True), (101, 5, False), (101, 6, True), (140, 6, False)],
)
def test_what_five_agencies_have_and_a_twentieth_of_all_is_nobodys_own(
    reports: int, having: int, *, common: bool
) -> None:
    shared = letters("同", 20)
    known = of(*(f"{shared if number < having else ''}，{letters(number, 12)}" for number in range(reports)))
    assert len(known.common[2024, 1]) == int(common)
    assert known.own_letters(held(known, "a0"), 1) == (12 if common else 32)


def test_one_report_that_repeats_itself_makes_nothing_common() -> None:
    assert of("，".join([letters("同", 20)] * 6), letters("乙", 90)).common == {(2024, 1): frozenset()}


@pytest.mark.parametrize(("having", "alike"), [(2, True), (5, True), (6, False)])
def test_a_phrase_that_many_agencies_have_in_sentences_of_their_own_makes_no_pair(having: int, *, alike: bool) -> None:
    shared = letters("同", 120)
    known = of(*(f"{letters(number, 4)}{shared}{letters(-number, 4)}" for number in range(1, having + 1)))
    assert ((HERE, 1) in known.nearest) is alike


def test_among_many_reports_more_may_have_a_phrase() -> None:
    shared = letters("同", 120)
    known = of(*(f"{letters(number, 4)}{shared if number < 6 else letters(-number, 12)}" for number in range(120)))
    assert known.nearest[HERE, 1].share == Fraction(113, 117)


@pytest.mark.parametrize(("share", "alike"), [(0.1, False), (0.25, False), (0.6, True), (1.0, True)])
def test_a_pair_with_little_in_common_is_not_measured(share: float, *, alike: bool) -> None:
    mine = letters("甲", 600)
    theirs = letters("乙", 300) + mine[: round(600 * share)]
    known = of(mine, theirs)
    assert ((HERE, 1) in known.nearest) is alike
    between = known.between(held(known, "a0"), held(known, "a1"), 1)
    assert between is not None
    assert between.longest == (round(600 * share) if alike else 0)
    assert bool(between.passages) is alike
    assert abs(between.share - share) < 0.1


def test_nothing_in_common_is_a_share_of_nothing() -> None:
    known = of(letters("甲", 300), letters("乙", 300))
    between = known.between(held(known, "a0"), held(known, "a1"), 1)
    assert between == Likeness(held(known, "a1"), "1号机关", Fraction(0), 0, ())


def test_a_text_that_is_all_common_has_nothing_of_its_own_to_be_found_elsewhere() -> None:
    known = of(*[letters("同", 200)] * 6)
    between = known.between(held(known, "a0"), held(known, "a1"), 1)
    assert between is not None
    assert (between.share, between.longest, between.passages) == (Fraction(0), 0, ())
    assert known.nearest == {}


ABOVE, OWN = written("上级", 20, 10), written("甲", 20, 10)


def among_others(text: str, before: str) -> Likeness:
    """Measure a text against that of the year before, where five other agencies have the clauses from above too."""
    others = ((number, report("，".join([*ABOVE, letters(number, 90)]) + "。")) for number in range(1, 6))
    known = compared((0, report(f"{before}。", year=2023)), (0, report(f"{text}。")), *others)
    found = known.between(held(known, "a0"), held(known, "a0", 2023), 1)
    assert found is not None
    return found


def test_what_touches_a_common_clause_is_neither_own_nor_missing() -> None:
    text = "，".join(part for pair in zip(OWN, ABOVE, strict=True) for part in pair)
    before = "，".join(part for pair in zip(OWN, written("旧", 20, 10), strict=True) for part in pair)
    assert among_others(text, before).share == 1


def test_common_clauses_taken_over_make_no_pair() -> None:
    own = written("新", 20, 10)
    text = "，".join([*ABOVE, *OWN[:4], *own[4:]])
    assert among_others(text, "，".join([*ABOVE, *OWN])).passages == ()


# ---------------------------------------------------------------- how much is shared, letter by letter


@pytest.mark.parametrize("count", [0, 7, 8, 9, 15, 16, 17, 40])
@pytest.mark.parametrize("mine", [(0, 30), (30, 0), (11, 12)], ids=["first here", "last here", "amid here"])
@pytest.mark.parametrize("theirs", [(0, 25), (25, 0), (13, 10)], ids=["first there", "last there", "amid there"])
def test_a_shared_run_is_measured_to_the_letter(mine: tuple[int, int], theirs: tuple[int, int], count: int) -> None:
    shared = letters("同", count)
    here, there = (
        letters((who, "前"), before) + shared + letters((who, "后"), behind)
        for who, (before, behind) in (("甲", mine), ("乙", theirs))
    )
    found = measured(here, there)
    assert found.longest == (count if count >= 8 else 0)
    assert found.share == Fraction(max(count - 7, 0), len(here) - 7)
    assert [(each.text, each.letters) for each in found.passages] == ([(shared, count)] if count >= 16 else [])


def parts(seed: object, *lengths: int) -> list[str]:
    return [letters((seed, number), length) for number, length in enumerate(lengths)]


def mixed(pieces: Sequence[str], seed: object) -> str:
    """Part pieces by letters of the report's own."""
    return "".join(f"{piece}{letters((seed, number), 5)}" for number, piece in enumerate(pieces))


def test_the_three_longest_passages_are_shown_the_longest_first() -> None:
    pieces = parts("同", 20, 31, 17, 25, 31)
    found = measured(mixed(pieces, "甲"), mixed(pieces[::-1], "乙"))
    assert [each.text for each in found.passages] == [pieces[1], pieces[4], pieces[3]]
    assert [each.letters for each in found.passages] == [31, 31, 25]
    assert found.longest == 31


def test_passages_that_overlap_are_told_each_in_its_whole_length() -> None:
    mine = letters("甲", 60)
    found = measured(mine, f"{mine[:20]}{letters('乙', 9)}{mine[13:40]}")
    assert [each.text for each in found.passages] == [mine[13:40], mine[:20]]


def test_of_several_places_that_with_the_longest_run_is_told_and_of_equal_ones_the_first() -> None:
    mine = letters("甲", 40)
    short, long = f"{mine[:17]}{letters('乙', 9)}", f"{mine[:30]}{letters('丙', 9)}"
    (passage,) = measured(mine, [short, long, long]).passages
    assert (passage.text, passage.place, passage.place_there) == (mine[:30], Place(line=10), Place(line=11))


@pytest.mark.parametrize(
    ("taken", "told"), [(0, [(1, 4)]), (1, [(2, 4), (0, 1)]), (2, [(0, 2), (3, 4)]), (3, [(0, 3)])]
)
def test_no_passage_goes_through_a_clause_that_many_share(taken: int, told: list[tuple[int, int]]) -> None:
    clauses = parts("同", 20, 24, 28, 32)
    found = measured("，".join(clauses), "".join(clauses), taken)
    assert [each.text for each in found.passages] == ["，".join(clauses[start:end]) for start, end in told]
    assert found.share == 1


def test_where_all_clauses_are_shared_by_many_nothing_is_left_to_tell() -> None:
    clauses = parts("同", 20, 24)
    found = measured("，".join(clauses), "".join(clauses), 0, 1)
    assert (found.share, found.longest, found.passages) == (Fraction(0), 0, ())


# ---------------------------------------------------------------- signatures


def test_a_signature_holds_a_quarter_of_all_shingles_each_by_itself_with_its_clauses() -> None:
    texts = tuple(written("甲", 300, 12))
    whole = "".join(texts)
    windows = [(at, wordprint(Clauses((whole[at : at + 8],), (0,))).shingles) for at in range(len(whole) - 7)]
    signature = wordprint(Clauses(texts, (0,) * 300))
    kept = zip(signature.shingles, signature.firsts, signature.lasts, strict=True)
    assert [(mark, at // 12, (at + 7) // 12) for at, marks in windows for mark in marks] == list(kept)
    assert 0.23 < len(signature.shingles) / (len(whole) - 7) < 0.27


def test_a_name_of_one_letter_is_no_name() -> None:
    agency = Agency("a", "乙县人民政府", "government", ("乙", "乙县"))
    made = dataclasses.replace(report("甲"), agency_as_printed="县")
    assert own_names(made, agency) == ("乙县人民政府", "乙县")

"""How a year's narratives are parted: at the borders of places, each part small enough, and borders that stay."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publishing.parting import LARGEST, Narrative, parted
from generator.publishing.shards import MEMORY, _at_once, _Task
from generator.records.own_files import LARGEST_FILE

CODES = ("", "110000", "110105", "130100", "410000", "410800", "410822", "410823", "419001", "659010", "810000")
MOST = 40


def narrative(number: int, code: str, length: int) -> Narrative:
    return Narrative(f"agencies/{number}/2024/", code, ("字" * length,))


@st.composite
def years(draw: st.DrawFn) -> list[Narrative]:
    drawn = draw(st.lists(st.tuples(st.sampled_from(CODES), st.integers(1, 2 * MOST)), max_size=25))
    return [narrative(number, code, length) for number, (code, length) in enumerate(drawn)]


def by_name(narratives: Sequence[Narrative]) -> dict[str, list[str]]:
    parts = list(parted(narratives, MOST))
    assert len(dict(parts)) == len(parts)
    return {name: [each.url for each in members] for name, members in parts}


def size(narratives: Sequence[Narrative]) -> int:
    return sum(each.size for each in narratives)


@given(year=years())
def test_every_narrative_stands_in_one_part_and_no_part_is_too_large(year: list[Narrative]) -> None:
    parts = [members for _, members in parted(year, MOST)]
    assert sorted(each.url for part in parts for each in part) == sorted(each.url for each in year)
    assert all(part and (len(part) == 1 or size(part) <= MOST) for part in parts)


@given(year=years())
def test_a_year_is_parted_only_where_it_is_too_large_and_a_place_only_where_it_is_alone(year: list[Narrative]) -> None:
    parts = [members for _, members in parted(year, MOST)]
    assert (len(parts) > 1) == (len(year) > 1 and size(year) > MOST)
    for digits in (2, 4, 6):
        for place in {each.code[:digits] for each in year if each.code}:
            members = [each for each in year if each.code.startswith(place)]
            holding = [part for part in parts if any(each in part for each in members)]
            assert len(holding) == 1 or size(members) > MOST


@given(year=years())
def test_agencies_without_a_division_stand_apart_in_a_parted_year(year: list[Narrative]) -> None:
    parts = [members for _, members in parted(year, MOST)]
    assert len(parts) <= 1 or all(len({bool(each.code) for each in part}) == 1 for part in parts)


@given(year=years(), seed=st.integers(0, 9))
def test_the_order_in_which_narratives_come_changes_nothing(year: list[Narrative], seed: int) -> None:
    shuffled = random.Random(seed).sample(year, len(year))  # noqa: S311 - no secrets
    assert list(parted(shuffled, MOST)) == list(parted(year, MOST))


@given(
    year=years().filter(lambda year: size(year) > MOST), position=st.integers(0, 24), length=st.integers(1, 2 * MOST)
)
def test_a_report_that_changes_or_grows_touches_no_part_but_its_own(
    year: list[Narrative], position: int, length: int
) -> None:
    old = year[position % len(year)]
    new = replace(old, passages=(*old.passages, "字" * length))
    before, after = by_name(year), by_name([new if each is old else each for each in year])
    others = {name: urls for name, urls in before.items() if old.url not in urls}
    assert others.items() <= after.items()


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (["130100", "410822"], ["0-1", "2-4"]),
        (["110000", "650000", ""], ["0-4", "5-9", "none"]),
        (["410822", "411000"], ["410", "411"]),
        (["410000", "410000", "110000"], ["0-1", "410000000-410000001", "410000002-410000004"]),
    ],
)
def test_a_part_is_named_by_the_range_of_its_codes(codes: list[str], names: list[str]) -> None:
    year = [narrative(number, code, 30) for number, code in enumerate(codes)]
    assert [name for name, _ in parted(year, MOST)] == names


def task(different: int, reports: int) -> _Task:
    """Make a shard of reports of 1,670 characters, so many of them different."""
    text = "".join(chr(0x4E00 + position % different) for position in range(1670))
    return _Task(2024, "", [Narrative(f"agencies/{number}/2024/", "", (text,)) for number in range(reports)])


@pytest.mark.parametrize(("different", "at_once"), [(400, 3), (700, 2), (1670, 1)])
def test_so_many_are_made_at_once_as_memory_allows_even_where_no_character_comes_twice(
    different: int, at_once: int
) -> None:
    largest = task(different, LARGEST // 1670)
    assert _at_once([task(9, 3), largest], 8) == at_once
    assert at_once * largest.needs <= MEMORY
    assert _at_once([largest], 1) == _at_once([], 1) == 1


def test_a_single_report_is_never_too_large_for_memory() -> None:
    longest = "".join(chr(0x4E00 + number % 20_000) for number in range(LARGEST_FILE // 3))  # three bytes each
    assert _Task(2024, "", [Narrative("agencies/1/2024/", "", (longest,))]).needs <= MEMORY
    assert _Task(2024, "", [Narrative("agencies/1/2024/", "", ("a" * LARGEST_FILE,))]).needs <= MEMORY

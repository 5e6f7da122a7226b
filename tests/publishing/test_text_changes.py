"""The narratives of neighbouring years side by side: nothing of either text is lost, and nothing is made up."""

from __future__ import annotations

import dataclasses
from difflib import SequenceMatcher

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publishing.edition import Edition, make_edition
from generator.publishing.text_changes import ChangedSentence, TextChanges, _steps, text_changes
from generator.records.place import Place
from generator.records.portal import Issue, Portal
from generator.records.record import Passage, Section
from tests.checking.made import record
from tests.publishing.portals import COUNTY, SETTINGS, agencies, held


def edition(**texts: tuple[str, ...]) -> Edition:
    """Make an edition of one agency with these paragraphs in section 一 of its reports."""
    made = (
        held(
            Issue(COUNTY, int(year[1:])),
            dataclasses.replace(
                record(year=int(year[1:])),
                narrative=tuple(Passage(text, Place(line=line), 1) for line, text in enumerate(said, start=3)),
                sections=(Section(1, "一、总体情况", Place(line=2)),),
            ),
        )
        for year, said in texts.items()
    )
    return make_edition(Portal(SETTINGS, agencies(), tuple(made)))


def changes(was: tuple[str, ...], now: tuple[str, ...]) -> TextChanges | None:
    made = edition(y2023=was, y2024=now)
    shown = made.newest(COUNTY, 2024)
    assert shown is not None
    return text_changes(made, shown)


def said(sentence: ChangedSentence) -> tuple[str, str]:
    """Give the sentence as each of the two years has it."""
    was = "".join(text for kind, text in sentence.pieces if kind != "new")
    return was, "".join(text for kind, text in sentence.pieces if kind != "gone")


def test_sentences_that_differ_in_figures_alone_are_changed_and_not_new() -> None:
    found = changes(("2023年收到申请12件。均已答复。", "加强学习。"), ("2024年收到申请135件。均已答复。", "新设专栏。"))
    assert found is not None
    assert (found.year, found.same, found.changed, found.new, found.gone) == (2023, 1, 1, 1, 1)
    ((title, sentences),) = found.sections
    assert title == "一、总体情况"
    assert [sentence.kind for sentence in sentences] == ["changed", "gone", "new"]
    assert sentences[0].pieces == (
        *(("gone", "2023"), ("new", "2024"), ("same", "年收到申请")),
        *(("gone", "12"), ("new", "135"), ("same", "件。")),
    )


def test_a_sentence_that_is_mostly_the_same_is_told_with_what_changed_in_it() -> None:
    found = changes(("及时更新政策文件解读，做好审核工作。",), ("及时更新政策文件解读，严格做好三级审核工作。",))
    assert found is not None
    (sentence,) = found.sections[0][1]
    assert sentence.kind == "changed"
    assert said(sentence) == ("及时更新政策文件解读，做好审核工作。", "及时更新政策文件解读，严格做好三级审核工作。")


def test_without_a_narrative_in_both_years_nothing_is_said() -> None:
    assert changes((), ("2024年收到申请1件。",)) is None
    assert changes(("2023年收到申请1件。",), ()) is None
    made = edition(y2022=("收到申请1件。",), y2024=("收到申请1件。",))
    shown = made.newest(COUNTY, 2024)
    assert shown is not None
    assert text_changes(made, shown) is None, "2022 is not the year before"


def test_what_finds_no_room_is_counted() -> None:
    long = tuple(f"{chr(0x4E00 + 40 * number)}" * 90 + "。" for number in range(100))
    found = changes(("别的话。",), long)
    assert found is not None
    shown = [sentence for _, sentences in found.sections for sentence in sentences]
    assert found.left_out == 101 - len(shown) > 0
    assert sum(len(text) for sentence in shown for _, text in sentence.pieces) <= 6000


@settings(max_examples=60)
@given(*(st.lists(st.text("甲乙丙丁12３，。；", max_size=12), max_size=6) for _ in range(2)))
def test_no_word_of_either_year_is_lost_or_made_up(was: list[str], now: list[str]) -> None:
    found = changes(tuple(was), tuple(now))
    if found is None:
        return
    sentences = [sentence for _, sentences in found.sections for sentence in sentences]
    assert found.left_out == 0
    assert len(sentences) == found.changed + found.new + found.gone
    for before, after in map(said, sentences):
        assert before != after
        assert not before or before in _plain(was)
        assert not after or after in _plain(now)


@given(*(st.text("甲乙丙12", max_size=9) for _ in range(2)))
def test_the_quick_way_from_one_sentence_to_the_other_is_that_of_the_library(was: str, now: str) -> None:
    assert _steps(was, now) == SequenceMatcher(None, was, now, autojunk=False).get_opcodes()


@given(st.text("甲乙", max_size=12), st.sets(st.integers(0, 11)))
def test_so_it_is_where_words_differ_that_stand_nowhere_else(text: str, apart: set[int]) -> None:
    was = "".join("1" if at in apart else letter for at, letter in enumerate(text))
    now = was.replace("1", "2")
    assert _steps(was, now) == SequenceMatcher(None, was, now, autojunk=False).get_opcodes()


def _plain(texts: list[str]) -> str:
    return "\n".join(" ".join(text.split()) for text in texts)

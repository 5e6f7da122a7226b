"""Several reports in one file are told apart, never blended; one report is never cut."""

from __future__ import annotations

import random

import pytest

from generator.reading.interpret import interpret
from generator.reading.observe import observe
from generator.reading.parts import split
from generator.reading.readers.document import Document, Paragraph, Unreadable
from generator.records.record import Source
from tests.reading.made_files import document, tabs
from tests.reading.rendering import LAYOUTS, TITLES, draw_report


def cut(whole: Document) -> tuple[Document, ...]:
    return split(whole, observe(whole))


def texts(piece: Document) -> str:
    return "\n".join(block.text for block in piece.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if not name.endswith("html")])
def test_a_report_alone_is_one_piece(layout: str) -> None:
    rng = random.Random(4)  # noqa: S311 - the same report every time
    written = LAYOUTS[layout](draw_report(rng))
    assert len(cut(document(written))) == 1


@pytest.mark.parametrize("number", [2, 3])
def test_reports_one_after_another_are_as_many_pieces(number: int) -> None:
    names = ["示例甲局", "示例乙局", "示例丙局"][:number]
    pieces = cut(document("\n\n".join(tabs(agency=name) for name in names)))
    assert [name in texts(piece) for name, piece in zip(names, pieces, strict=True)] == [True] * number
    assert [sum(name in texts(piece) for name in names) for piece in pieces] == [1] * number


def test_no_block_is_lost_by_cutting() -> None:
    whole = document(tabs() + "\n\n" + tabs(agency="示例乙局"))
    assert tuple(block for piece in cut(whole) for block in piece.blocks) == whole.blocks


def test_a_table_of_contents_and_a_title_page_do_not_cut() -> None:
    contents = "目录\n" + "\n".join(TITLES)
    whole = document(f"示例局2024年政府信息公开工作年度报告\n\n{contents}\n\n{tabs()}")
    pieces = cut(whole)
    assert sum("示例县人民政府按照要求编制" in texts(piece) for piece in pieces) == 1


@pytest.mark.parametrize("part", [None, 1, 2])
def test_two_reports_whose_border_is_lost_are_refused_with_the_remedy(part: int | None) -> None:
    first, second = tabs(), tabs(agency="示例乙局")
    body = second[second.index("二、") :]
    with pytest.raises(Unreadable, match="像有两份报告") as told:
        interpret(document(f"{first}\n\n{body}"), Source((), "extract", "x"), part)
    assert "拆成几个文件" in told.value.remedy


def test_a_report_that_only_names_its_sections_again_at_the_end_is_read() -> None:
    whole = document(tabs() + "\n\n相关链接\n\n" + "\n\n".join(TITLES))
    assert (
        interpret(whole, Source((), "extract", "x")).figures
        == interpret(document(tabs()), Source((), "extract", "x")).figures
    )

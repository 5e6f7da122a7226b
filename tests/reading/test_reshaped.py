"""Tables that a file lays out otherwise: headings inside them, columns read downwards, columns of its own."""

from __future__ import annotations

import pytest

from generator.reading.head_order import disordered, outcomes_disordered
from generator.reading.labels import is_far
from generator.reading.local_columns import without_local_columns
from generator.reading.observe import Observed, observe
from generator.reading.readers.document import Cell, Document, Paragraph, Place, Row, Table
from generator.reading.unboxed import unboxed
from generator.reading.upended import upended
from generator.records.characters import simplified
from generator.records.figures import Absence, Figure
from tests.reading.made_files import document, read, report, tabs
from tests.reading.text_layouts import TEXT_LAYOUTS

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def fields(items: tuple[Observed, ...]) -> list[list[str]]:
    return [[field.text for field in item.fields] for item in items if item.count]


def table(*rows: tuple[str, ...]) -> Document:
    place = Place(table=1)
    made = tuple(Row(tuple(Cell(text, place, column) for column, text in enumerate(row)), place) for row in rows)
    return Document((Table(made, ruled=True),), "text/html", "test")


# ---------------------------------------------------------------- headings and text inside tables


def test_a_heading_inside_a_table_is_a_paragraph() -> None:
    whole = unboxed(table(("规章", "1"), ("三、收到和处理政府信息公开申请情况", ""), ("一、本年新收", "2")))
    assert [type(block) for block in whole.blocks] == [Table, Paragraph, Table]


@pytest.mark.parametrize(
    "label", ["第二十条第（五）项", "（三）不予公开", "行政许可", "二、上年结转政府信息公开申请数量"]
)
def test_a_label_alone_in_its_row_stays_in_the_table(label: str) -> None:
    rows = table(("规章", "1"), (label, ""), ("行政处罚", "2"))
    assert unboxed(rows) == rows


# ---------------------------------------------------------------- columns read downwards


def number(place: int, row: int, wrong: int = 0) -> int:
    """Give what stands in a column and a row; the last column holds sums, the first `wrong` of which are none."""
    last = place == len(APPLICANTS) - 1
    return sum(number(other, row) for other in range(place)) + (row < wrong) if last else 100 * place + row


def columns(lengths: list[int], wrong: int = 0) -> str:
    return "\n".join(
        "\n".join([head, *(str(number(place, row, wrong)) for row in range(length))])
        for place, (head, length) in enumerate(zip(APPLICANTS, lengths, strict=True))
    )


@pytest.mark.parametrize("wrong", [0, 2])
def test_seven_columns_as_long_as_the_form_are_its_rows(wrong: int) -> None:
    rows = fields(upended(observe(document(columns([25] * 7, wrong)))))
    assert rows == [[str(number(place, row, wrong)) for place in range(7)] for row in range(25)]


def test_columns_whose_rows_do_not_add_up_are_not_put_together() -> None:
    seen = observe(document(columns([25] * 7, wrong=3)))
    assert upended(seen) == seen


@pytest.mark.parametrize("lengths", [[24] * 7, [25] * 6 + [24], [25, 23, 25, 25, 25, 25, 25]])
def test_columns_that_lost_a_number_are_not_put_together(lengths: list[int]) -> None:
    seen = observe(document(columns(lengths)))
    assert upended(seen) == seen


# ---------------------------------------------------------------- columns that the form does not have

SUMS = "\t".join(["", *APPLICANTS[:6], "小计", "总计"])


def eight(*rows: tuple[int, ...]) -> tuple[Observed, ...]:
    lines = ["\t".join([f"{n}.属于某项信息", *map(str, row)]) for n, row in enumerate(rows, 1)]
    return observe(document("\n".join([SUMS, *lines])))


def test_a_column_of_sums_is_left_out_where_every_row_adds_up() -> None:
    seen = eight(*[(n, 1, 2, 0, 0, n, 3 + n, 3 + 2 * n) for n in range(5)])
    assert fields(without_local_columns(seen))[2] == ["2", "1", "2", "0", "0", "2", "7"]


def test_a_column_that_does_not_add_up_stays() -> None:
    seen = eight(*[(n, 1, 2, 0, 0, n, 9, 3 + 2 * n) for n in range(5)])
    assert {len(row) for row in fields(without_local_columns(seen))} == {8}


def test_a_row_that_numbers_the_columns_is_none() -> None:
    seen = observe(document("栏次\t1\t2\t3\t4\t5\t6\t7\n（一）予以公开\t1\t2\t3\t4\t5\t6\t21"))
    assert fields(without_local_columns(seen)) == [["1", "2", "3", "4", "5", "6", "21"]]


# ---------------------------------------------------------------- labels far from their numbers


@pytest.mark.parametrize(("labels", "rows", "far"), [(1, 1, False), (2, 1, False), (2, 2, True), (3, 1, True)])
def test_the_nearest_of_many_labels_is_not_believed(labels: int, rows: int, far: bool) -> None:  # noqa: FBT001
    names = ["6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项"][:labels]
    seen = observe(document("\n".join([*names, *["1 0 0 0 0 0 1"] * rows])))
    assert is_far(seen, seen[labels], "before") is far


@pytest.mark.parametrize("layout", ["labels_first", "labels_last"])
def test_labels_all_at_once_in_another_order_tell_nothing(layout: str) -> None:
    text = TEXT_LAYOUTS[layout](report())
    one, other = "二、上年结转政府信息公开申请数量", "一、本年新收政府信息公开申请数量"
    swapped = text.replace(one, "\0").replace(other, one).replace("\0", other)
    numbers = [figure for cell, figure in read(swapped).figures.items() if cell.startswith("applications")]
    assert not any(isinstance(figure, int) for figure in numbers)


# ---------------------------------------------------------------- heads in another order


def test_heads_in_the_form_s_order_tell_nothing_against_it() -> None:
    record = read(tabs())
    assert not record.unclear


def test_under_heads_in_another_order_no_number_is_believed() -> None:
    text = tabs().replace("本年制发件数\t本年废止件数", "本年废止件数\t本年制发件数")
    cells = {cell for cell in read(text).unclear if cell.startswith("proactive")}
    assert cells == {
        f"proactive.{row}.{cell}"
        for row in ("regulations", "normative_documents")
        for cell in ("issued", "repealed", "in_force")
    }
    assert not disordered((), {}, {"proactive": "2021", "applications": "2021", "disputes": "2021"})


# ---------------------------------------------------------------- traditional characters


def test_traditional_characters_are_read_like_simplified_ones() -> None:
    written = report()
    text = tabs().translate(str.maketrans("规许罚强业费县报请", "規許罰強業費縣報請"))
    record = read(text)
    assert dict(record.figures) == dict(written.figures)
    assert (record.title, record.agency_as_printed) == (text.splitlines()[0], "示例縣人民政府")
    assert simplified("資訊公開 12") == "资讯公开 12"


@pytest.mark.parametrize(
    ("figures", "moved"),
    [
        ([0, 1, 2, 3, 4] * 3, False),
        ([4, 4, 4], False),
        ([0, 1, 2, 3, 4, 2, 3, 4, 0, 1, 2, 3, 4], False),
        ([], False),
        ([4, 0, 1, 2, 3], True),
        ([4, 0, 1, 2, 3] * 3, True),
        ([0, 1, 2, 4, 3] * 3, True),
        ([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 1, 0, 2, 3, 4], True),
        ([0, 1, 2, 4, 3] * 2 + [0, 1, 2, 4], True),
    ],
)
def test_heads_that_are_torn_tell_nothing_and_heads_that_are_moved_do(figures: list[int], *, moved: bool) -> None:
    assert outcomes_disordered(figures) is moved


def test_radicals_in_a_text_are_the_characters_that_they_look_like() -> None:
    record = read(tabs().replace("人民", "⼈⺠").replace("行政", "⾏政"))
    assert record.agency_as_printed == "示例县人民政府"
    assert record.figures == read(tabs()).figures


def test_a_number_broken_over_two_lines_makes_its_row_unclear() -> None:
    lines = tabs().split("\n")
    place = next(place for place, line in enumerate(lines) if line.startswith("一、本年新收"))
    label, *values = lines[place].split("\t")
    whole = [value for value in values if value]
    first = [value[:-1] if len(value) > 1 else value for value in whole]
    rest = [value[-1] for value in whole if len(value) > 1]
    assert len(rest) >= 2
    lines[place : place + 1] = [" ".join([label[:8], *first]), " ".join([label[8:], *rest])]
    figures = {cell: each for cell, each in read("\n".join(lines)).figures.items() if ".new_received." in cell}
    assert set(figures.values()) == {Absence.UNCLEAR}


# ---------------------------------------------------------------- merged cells repeated, labels of different width


@pytest.mark.parametrize(
    ("printed", "figure"), [("51\t51\t51", 51), ("51\t51", Absence.UNCLEAR), ("5\t1\t51", Absence.UNCLEAR)]
)
def test_one_number_in_each_column_of_its_merged_cell_is_that_number(printed: str, figure: Figure) -> None:
    lines = [f"行政许可\t{printed}" if line.startswith("行政许可\t") else line for line in tabs().split("\n")]
    assert read("\n".join(lines)).figures["proactive.licensing_decisions"] == figure


def test_an_empty_cell_stands_where_rows_with_as_wide_a_label_have_theirs() -> None:
    def ragged(line: str) -> str:
        fields = line.split("\t")
        return "\t".join([fields[0], "", *fields[3:], ""]) if len(fields) == 10 and not fields[1] + fields[2] else line

    lines = [ragged(line) for line in tabs().split("\n")]
    (number,) = (n for n, line in enumerate(lines) if line.startswith("二、上年结转"))
    fields = lines[number].split("\t")
    lines[number] = "\t".join([*fields[:4], "", *fields[5:]])
    written, figures = report().figures, read("\n".join(lines)).figures
    assert figures["applications.carried_in.research"] is Absence.BLANK
    assert {cell for cell, figure in figures.items() if figure != written[cell]} == {"applications.carried_in.research"}

"""Records folded up: equal to what they were, small, and open again for whoever looks."""

from __future__ import annotations

import dataclasses
import itertools
import os
from array import array
from decimal import Decimal
from pathlib import Path

import pytest

from generator.checking.checks import check_portal
from generator.checking.findings import OPEN
from generator.records import folded as folding
from generator.records.figures import Absence
from generator.records.folded import FoldedFigures, folded, folded_text, unfolded
from generator.records.foldings import Folding, on_disk
from generator.records.packing import packed, recalled, unpacked
from generator.records.portal import load_portal
from generator.records.record import Record, dump_record, load_record
from tests.bench.portals import write_portal

PARTS = ("sections", "narrative", "claims", "evidence")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("folded") / "content"
    write_portal(made, 5)
    return made


@pytest.fixture(scope="module")
def record(content: Path) -> Record:
    path = min((content / "records").glob("*/*.yaml"))
    return load_record(path, path.name)


def test_a_folded_record_is_equal_to_the_open_one_and_says_the_same(record: Record) -> None:
    shut = folded(record)
    assert shut == record
    assert record == shut
    assert folded(shut) == shut
    assert dump_record(shut) == dump_record(record)
    assert repr(shut) == repr(record)
    assert shut != folded(dataclasses.replace(record, narrative=record.narrative[:-1]))


def test_its_parts_answer_as_tuples_and_mappings_do(record: Record) -> None:
    shut = folded(record)
    for name in PARTS[:3]:
        part, plain = getattr(shut, name), tuple(getattr(record, name))
        assert (tuple(part), len(part), part[0], part[-1], part[1:]) == (
            plain,
            len(plain),
            plain[0],
            plain[-1],
            plain[1:],
        )
        assert hash(part) == hash(plain)
        assert part
        assert plain[0] in part
    evidence = dict(record.evidence)
    key = next(iter(evidence))
    assert dict(shut.evidence) == evidence
    assert list(shut.evidence) == list(evidence), "in the order of the record"
    assert (shut.evidence[key], shut.evidence.get("none"), "none" in shut.evidence) == (evidence[key], None, False)
    empty = folded(dataclasses.replace(record, narrative=(), evidence={}))
    assert not empty.narrative
    assert not empty.evidence


def test_it_travels_as_the_bytes_that_it_is(record: Record) -> None:
    shut = folded(record)
    assert packed(folded(record)) == packed(shut), "equal values, equal bytes"
    assert len(packed(shut)) < len(packed(record)) * 0.7
    for back in (unpacked(packed(shut)), recalled(packed(shut, sharing=True), {}.__getitem__)):
        assert back == record
        assert packed(back) == packed(shut)
    opened = unfolded(shut)
    assert [type(getattr(opened, name)) for name in PARTS] == [tuple, tuple, tuple, dict]
    assert packed(opened) == packed(record)


def test_what_stays_open_is_bounded_and_what_was_shut_again_reads_the_same(record: Record) -> None:
    assert folding._opened.cache_parameters()["maxsize"], "else nothing would ever be shut"
    shut = folded(record)
    first = shut.narrative[0]
    assert shut.narrative[0] is first, "still open"
    folding.shut()
    assert shut.narrative[0] == first
    assert shut.narrative[0] is not first


def test_long_texts_come_back_to_the_letter() -> None:
    for text in ("", "示", "示例县\n" * 400, "".join(map(chr, range(0x20, 0xD7FF, 9)))):
        assert folded_text(text).text == text
    assert len(packed(folded_text("示例县\n" * 400))) < 200


def test_checks_find_the_same_in_records_that_are_folded_up(content: Path) -> None:
    shut = load_portal(content)
    held = tuple(dataclasses.replace(item, record=unfolded(item.record)) for item in shut.held)
    opened = dataclasses.replace(shut, held=held)
    assert type(opened.held[0].record.narrative) is tuple
    found = [each.findings for each in check_portal(shut)]
    assert found == [each.findings for each in check_portal(opened)]
    assert any(finding.result in OPEN for findings in found for finding in findings)


def test_loaded_records_are_folded_and_are_those_of_the_files(content: Path) -> None:
    held = load_portal(content).held
    assert len(held) >= 5
    for item in held:
        path = content / "records" / item.issue.agency / f"{item.issue.name}.yaml"
        assert type(item.record.evidence) is folding.FoldedMapping
        if not item.corrections:
            assert item.record == load_record(path, path.name)
            assert path.read_text(encoding="utf-8").endswith(item.written.text)


def test_figures_share_the_names_of_their_cells_and_go_as_values_alone(record: Record) -> None:
    figures = folded(record).figures
    assert isinstance(figures, FoldedFigures)
    assert figures == record.figures
    assert dict(figures) == figures.unfolded() == dict(record.figures)
    assert repr(figures) == repr(dict(record.figures))
    assert "proactive.nothing" not in figures
    assert all(cell in figures for cell in record.figures)
    with pytest.raises(KeyError):
        figures["proactive.nothing"]
    again = recalled(packed(figures), {}.__getitem__)
    assert list(again.items()) == list(record.figures.items())
    assert len(packed(figures)) < len(packed(dict(record.figures))) / 4


def test_figures_of_other_cells_than_their_forms_have_stay_as_they_are(record: Record) -> None:
    fewer = dict(list(record.figures.items())[1:])
    turned = dict(reversed(list(record.figures.items())))
    for figures in (fewer, turned, {**record.figures, "proactive.more": 1}):
        shut = folded(dataclasses.replace(record, figures=figures))
        assert shut.figures == figures
        assert list(shut.figures) == list(figures)


def test_every_kind_of_figure_comes_back_as_it_was(record: Record) -> None:
    odd = [*Absence, 0, 32767, 32768, -1, -32768, -32769, 10**17, Decimal("1.0"), Decimal("1.00"), Decimal("-0.5"), 7]
    for turn in range(len(odd)):
        mixed = itertools.cycle([*odd[turn:], *odd[:turn]])
        figures = {cell: next(mixed) for cell in record.figures}
        shut = folded(dataclasses.replace(record, figures=figures)).figures
        assert isinstance(shut, FoldedFigures)
        for each in (shut, recalled(packed(shut), {}.__getitem__)):
            assert list(map(repr, each.items())) == list(map(repr, figures.items()))
            assert repr(each.unfolded()) == repr(figures)


_FORMS = ("2021", "2021", "2021")
_CELLS = len(folding._cells(_FORMS).names)


@pytest.mark.parametrize(
    "torn",
    [
        (_FORMS, array("h", [1])),
        (_FORMS, array("h", [-5] * _CELLS)),
        (_FORMS, array("i", [1] * _CELLS)),
        (("x", "y", "z"), array("h")),
        ((), array("h")),
    ],
)
def test_torn_figures_are_none(torn: tuple[tuple[str, ...], array[int]]) -> None:
    whole = FoldedFigures(folding._Cells(torn[0], (), {}), torn[1], ())
    with pytest.raises(ValueError, match=r".*"):
        recalled(packed(whole), {}.__getitem__)


def test_what_is_folded_up_within_a_build_lies_on_disk_and_reads_the_same(record: Record, tmp_path: Path) -> None:
    in_memory, long = folded(record), folded_text("示例县人民政府" * 300 + "".join(map(chr, range(0x4E00, 0x5200))))
    with on_disk(tmp_path / "new"):
        spooled, text = folded(record), folded_text(long.text)
        with on_disk(tmp_path):
            inner = folded(record)
    assert spooled == in_memory == inner == record, "also when nothing is folded up on disk any more"
    assert (text, text.text, hash(text)) == (long, long.text, hash(long))
    assert (bool(text), bool(folded_text(""))) == (True, False)
    assert packed(spooled) == packed(in_memory), "it goes to others as the same bytes"
    assert packed(text) == packed(long)
    assert list(tmp_path.rglob("*tmp*")) == [], "the file has no name"
    assert len(Folding(b"x" * 500).data) == 500


def test_a_failing_disk_is_told_and_never_gives_other_bytes(tmp_path: Path) -> None:
    with on_disk(tmp_path):
        long = Folding(bytes(range(256)) * 4)
    assert long.data == bytes(range(256)) * 4
    assert long._spool is not None
    os.ftruncate(long._spool._file, 300)
    with pytest.raises(OSError, match="gone"):
        _ = long.data

"""YAML in and out: every trap named with its line, and what is written comes back the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.records.errors import ContentError
from generator.records.own_files import LARGEST_FILE
from generator.records.yaml_files import dumps, load, load_checked, loads


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: 010\n", 1),
        ("id: 0x1F\n", 1),
        ("id: 1_000\n", 1),
        ("id: 1:30\n", 1),
        ("id: +5\n", 1),
        ("id: .5\n", 1),
        ("id: .inf\n", 1),
        ("id: .NaN\n", 1),
        ("a: 1\nname: NO\n", 2),
        ("name: yes\n", 1),
        ("name: On\n", 1),
        ("name: True\n", 1),
        ("name: ~\n", 1),
        ("name: null\n", 1),
        ("name:\n", 1),
        ("when: 2024-01-01 10:00:00\n", 1),
        ("a: 1\nb: 2\na: 3\n", 3),
        ("a: 1\nb: &x 1\nc: *x\n", 2),  # the anchor's line
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 3),
        ("a: !!python/object/apply:os.system [ls]\nb: !!int x\n", 2),
        ("? [1, 2]\n: 3\n", 1),
        ("? {a: 1}\n: 3\n", 1),
        ("a: [1\nb: 2\n", 2),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
    ],
)
def test_a_trap_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ContentError) as caught:
        loads(text, "agencies/41.yaml")
    first = caught.value.problems[0]
    assert first.path == "agencies/41.yaml"
    assert first.line == line
    assert first.remedy


@pytest.mark.parametrize("text", ["[" * 60 + "]" * 60, "- " * 60 + "1", "{a: " * 60 + "1" + "}" * 60, "? " * 60 + "1"])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(ContentError) as caught:
        loads(text, "x.yaml")
    assert "嵌套" in str(caught.value)


def test_every_fault_of_a_file_is_named_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        loads("a: 010\nb: NO\nc: ~\na: 1\n", "x.yaml")
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3, 4]


def test_plain_scalars_are_what_they_look_like() -> None:
    data = loads('a: 0\nb: -12\nc: 7730.280\nd: true\ne: 2024-01-01\nf: "010"\ng: 凤泉区\n', "x").data
    expected = {"a": 0, "b": -12, "c": Decimal("7730.280"), "d": True, "e": "2024-01-01", "f": "010", "g": "凤泉区"}
    assert data == expected
    assert str(data["c"]) == "7730.280"


@pytest.mark.parametrize("text", ["0o10", "1e5", "12²", "１２", "41 08 22"])
def test_what_only_resembles_a_number_stays_text(text: str) -> None:
    assert loads(f"id: {text}\n", "x").data == {"id": text}


def test_a_file_that_is_not_utf8_too_large_or_against_its_schema_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("name: 凤泉区".encode("gb18030"))
    with pytest.raises(ContentError, match="UTF-8"):
        load(path, "agencies/x.yaml")
    path.write_bytes(b"a" * (LARGEST_FILE + 1))
    with pytest.raises(ContentError, match="太大"):
        load(path, "agencies/x.yaml")
    path.write_text('- id: "1"\n  name: 甲乙\n  kind: city\n  colour: red\n', encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_checked(path, "agencies", "agencies/x.yaml")
    problems = caught.value.problems
    assert {problem.path for problem in problems} == {"agencies/x.yaml"}
    assert 3 in {problem.line for problem in problems}


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfurl: https://example.org/\n")
    assert load(path).data == {"url": "https://example.org/"}


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=20)
_PRINTED = _TEXTS.filter(lambda text: not set(text) & {"\ufeff", "\ufffe", "\uffff"})
_NUMBERS = st.integers(-(10**12), 10**12) | st.decimals(-(10**6), 10**6, places=3).map(lambda value: value + 0)
_VALUES = st.recursive(
    _PRINTED | _NUMBERS | st.booleans() | st.sampled_from(["NO", "010", "~", "null", "1:30", "<<", "2024-01-01", "*a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_PRINTED, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(_PRINTED, _VALUES, max_size=4))
def test_what_is_written_comes_back_the_same(data: dict[str, Any]) -> None:
    text = dumps(data)
    assert loads(text, "x").data == data
    assert dumps(loads(text, "x").data) == text

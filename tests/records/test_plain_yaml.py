"""Our own layout read quickly: the same as the careful reader gives, or nothing."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.records import plain_yaml
from generator.records.errors import ContentError
from generator.records.record import dump_record, from_located
from generator.records.yaml_files import Flow, atom, dumps, loads, read_carefully
from tests.bench.reports import made_and_written

CONTENT: Final = Path(__file__).parents[2] / "content"
NASTY: Final = (
    *(
        "'",
        '"',
        "''",
        ":",
        ": ",
        " :",
        "#",
        " #",
        ",",
        ", ",
        "- ",
        "-",
        "?",
        "? ",
        "[",
        "]",
        "{",
        "}",
        "[]",
        "{}",
        "&a ",
    ),
    *(
        "*a ",
        "!x ",
        "|",
        ">",
        "%",
        "@",
        "`",
        "~",
        "<<",
        "=",
        "\t",
        "\r",
        "\n",
        "\n  ",
        "\n- ",
        "\x85",
        "\u2028",
        "\ufeff",
    ),
    *("\xa0", "\u3000", "null", "yes", "NO", "true", "0", "010", "1_0", "1:30", "1e3", ".5", "-5", "+5", "0x1f", "\\"),
    *(
        "2024-01-01",
        "2024-01-01 10:00:00",
        "---",
        "...",
        "\0",
        "\x7f",
        "\ud800",
        "\U0001f600",
        "，",
        "：",
        "甲",
        " ",
        "  ",
    ),
)
TEXTS: Final = st.lists(st.sampled_from([*NASTY, "规章", "a", "b.c", "12", "3.50"]), max_size=5).map("".join)
WRITABLE: Final = TEXTS.filter(lambda text: "\ud800" not in text)
PLAIN: Final = """schema: 1
agency: 110119-jyj
title: 某县教育局2020年报告
files:
- {path: reports/a/2020.txt, copy: 'it''s', told: true}
dates: [2020-01-01, 2020-12-31]
rows:
  first: {a: 0, b: -7, c: 3.50, d: blank}
  second: [0, 1, blank]
  third.part: {line: 18, text: 规章 0 0 0, list: [1, 2]}
empty: []
unclear: {}
"""


def quickly(text: str) -> Any:  # noqa: ANN401 - YAML holds any shape
    """Give what `loads` gives without the careful reader's help; None where that was asked, or found a fault."""
    return plain_yaml.read(text, atom)


def agree(text: str) -> None:
    """Where the quick reader gives anything, the careful one finds no fault and gives the same, types included."""
    found = quickly(text)
    if found is not None:
        assert repr(found) == repr(read_carefully(text, "x.yaml").data), text


@pytest.mark.parametrize("path", sorted(CONTENT.glob("records/*/*.yaml")), ids=lambda path: path.parent.name)
def test_a_record_is_read_quickly_and_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert quickly(text) is not None
    agree(text)


@pytest.mark.parametrize("seed", range(20))
def test_a_made_up_record_is_read_quickly_and_the_same(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secrets
    _, record = made_and_written(rng, ("示例县教育局", 2020 + seed % 5, 0.5), "reports/a/2020.txt")
    text = dump_record(record)
    assert quickly(text) is not None
    agree(text)
    assert from_located(loads(text, "a.yaml")) == record


def test_what_is_written_plainly_is_read_quickly() -> None:
    found = quickly(PLAIN)
    assert found["rows"]["second"] == [0, 1, "blank"]
    assert found["files"] == [{"path": "reports/a/2020.txt", "copy": "it's", "told": True}]
    agree(PLAIN)


@given(st.lists(st.tuples(st.integers(0, len(PLAIN)), st.integers(0, 3), TEXTS), min_size=1, max_size=3))
def test_damaged_anywhere_it_is_read_the_same_or_left_alone(damage: list[tuple[int, int, str]]) -> None:
    text = PLAIN
    for place, lost, nasty in damage:
        text = text[:place] + nasty + text[place + lost :]
    agree(text)


@given(
    TEXTS,
    st.sampled_from(
        ["a: {}\n", "a: {{b: {}}}\n", "a: [{}]\n", "- {}\n", "a:\n- {}\n- 1\n", "{}: 1\n", "a: {{{}: 1}}\n"]
    ),
)
def test_any_value_anywhere_is_read_the_same_or_left_alone(value: str, frame: str) -> None:
    agree(frame.format(value))


@given(st.lists(WRITABLE, min_size=1, max_size=4))
def test_whatever_texts_are_written_are_read_the_same(texts: list[str]) -> None:
    data = {"one": texts[0], "list": [Flow(number=1, text=text) for text in texts], "of": {"a.b": Flow(text=texts[-1])}}
    agree(dumps(data))


@pytest.mark.parametrize("text", ["a: '" + "[" * 60 + "'\n", "a: " + "甲[" * 60 + "\n", 'a: "' + "{" * 60 + '"\n'])
def test_what_looks_deep_is_left_to_the_careful_reader(text: str) -> None:
    assert quickly(text) is None


def test_lines_are_found_when_asked() -> None:
    located = loads(PLAIN, "x.yaml")
    assert located.line("rows", "third.part", "text") == 10
    assert located.line("nothing") == 1
    with pytest.raises(ContentError):
        loads(PLAIN + "schema: 2\n", "x.yaml")

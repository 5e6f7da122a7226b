"""How names sound and are shortened, for finding and ordering them. The only door to pypinyin."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any, Final

from generator.records.memory import Memory, Name
from generator.records.yaml_files import load_resource

_HEARD: Final[dict[str, tuple[str, ...]]] = {}


def syllables(name: str) -> tuple[str, ...]:
    """Give a name's pinyin, one syllable a Han character, without tones and with v for ü: 博爱县 is bo, ai, xian.

    A run of Latin letters or digits counts as one syllable, in lower case; other characters have none. Where a
    character has several readings, the one of `readings.yaml` or of the library's word list is given.
    """
    if name not in _HEARD:
        _HEARD[name] = _heard(name)
    return _HEARD[name]


def learn(names: Iterable[str], memory: Memory) -> None:
    """Have the pinyin of names that a build will ask for, of their short forms and characters, from what is remembered.

    Which names are given changes nothing but the time that `syllables` takes: all are known, and no library is loaded.
    """
    given = set(names)
    given = given.union(*map(short_names, given))
    asked = tuple(sorted(given.union(*given)))
    _HEARD.update(memory.of(Name("pinyin"), lambda: {name: syllables(name) for name in asked}, equal=asked))


def _heard(name: str) -> tuple[str, ...]:
    pypinyin = _taught()
    spoken = pypinyin.lazy_pinyin(name, style=pypinyin.Style.NORMAL, v_to_u=False, errors=_latin_runs)
    return tuple(" ".join(spoken).lower().split())


def sort_key(name: str) -> tuple[tuple[str, ...], str]:
    """Give the key by which names stand in dictionary order: by sound, then by characters."""
    return syllables(name), name


def short_names(name: str) -> tuple[str, ...]:
    """Give the short forms of a name that people use: 示例市卫生健康委员会 is 示例市卫健委; often none."""
    return tuple(name.replace(long, short) for long, short in _shortened() if long in name)


@functools.cache
def _shortened() -> tuple[tuple[str, str], ...]:
    found: dict[str, list[str]] = load_resource("generator.publishing", "short_names.yaml")
    return tuple((long, short) for long, forms in found.items() for short in forms)


def _latin_runs(text: str) -> str:
    return "".join(character if character.isascii() and character.isalnum() else " " for character in text)


@functools.cache
def _taught() -> Any:  # noqa: ANN401 - a module
    """Load the library with our readings. Its word list takes half a second, which most commands need not wait for."""
    import pypinyin  # noqa: PLC0415 - see above

    readings: dict[str, Any] = load_resource("generator.publishing", "readings.yaml")
    pypinyin.load_single_dict({ord(character): reading for character, reading in readings["characters"].items()})
    pypinyin.load_phrases_dict(
        {name: [[syllable] for syllable in reading.split()] for name, reading in readings["names"].items()}
    )
    return pypinyin

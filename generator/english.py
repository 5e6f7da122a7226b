"""Messages of the commands in English: looked up when they are printed, in the catalogue `english.yaml`.

The program speaks Chinese, and its messages travel: through child processes, caches and data files. So they are not
marked where they are made; what is printed is recognised again, by the catalogue's templates, and said in English.
What no template knows (names, titles, quotations) stays as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

_HOLE: Final = "{}"
_ORDER: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_HAN: Final = re.compile("[\u4e00-\u9fff（）：，。]")
_SENTENCE: Final = re.compile(r"(?<=[。；])(?=.)", re.DOTALL)


def is_wanted(environment: Mapping[str, str]) -> bool:
    """Tell whether the person at this machine has asked for English (`LANG=en_…`); Chinese is what nobody asks for."""
    told = next((environment[name] for name in _ORDER if environment.get(name)), "")
    return told.lower().startswith("en")


@dataclass(frozen=True, slots=True)
class _Template:
    """How a message looks, its other wording, what to look for first, and how much of it is fixed."""

    pattern: re.Pattern[str]
    other: str
    sign: str
    weight: int


@functools.lru_cache(4096)
def in_english(text: str) -> str:
    """Say a message in English, as far as the catalogue knows it."""
    core = text.strip()
    if core != text:
        return text.replace(core, in_english(core)) if core else text
    # A template may also fit over several messages, one a line, and leave some as they are.
    said = _by_template(text, "messages"), _by_parts(text, text.splitlines(keepends=True))
    return (
        min(filter(None, said), key=lambda each: len(_HAN.findall(each)), default="")
        or _by_parts(text, _SENTENCE.split(text))
        or _by_template(text, "joints")
        or text
    )


@functools.lru_cache(1024)
def in_chinese(text: str) -> str:
    """Say in Chinese what the library that takes the arguments says in English."""
    return _by_template(text, "library") or text


def _by_template(text: str, part: str) -> str:
    found = [
        (each, match) for each in _templates(part) if each.sign in text and (match := each.pattern.fullmatch(text))
    ]
    if not found:
        return ""
    best, match = max(found, key=lambda pair: pair[0].weight)
    again = in_chinese if part == "library" else in_english
    said = tuple(again(inner) if inner != text else inner for inner in match.groups())
    return "" if part == "joints" and said == match.groups() else best.other.format(*said)


def _by_parts(text: str, parts: list[str]) -> str:
    if len(parts) < 2:
        return ""
    said = [in_english(part) for part in parts]
    if said == parts:
        return ""
    spaced = "" if text.count("\n") else " "
    return "".join(f"{one}{spaced if one.endswith('.') else ''}" for one in said[:-1]) + said[-1]


@functools.cache
def _templates(part: str) -> tuple[_Template, ...]:
    from generator.records.yaml_files import loads  # noqa: PLC0415 - who reads Chinese needs no catalogue

    name = "generator/english.yaml"
    text = resources.files("generator").joinpath("english.yaml").read_text(encoding="utf-8")
    return tuple(_template(form, other) for form, other in loads(text, name).data[part].items())


def _template(form: str, other: str) -> _Template:
    fixed = form.split(_HOLE)
    pattern = re.compile("(.*?)".join(re.escape(each) for each in fixed), re.DOTALL)
    return _Template(pattern, other, max(fixed, key=len), sum(map(len, fixed)))

"""Title, year, agency, section headings and dates, told from the paragraphs of a document."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.reading.labels import normal, similarity
from generator.reading.readers.document import Paragraph
from generator.records.characters import simplified
from generator.records.figures import fold
from generator.records.yaml_files import load_resource

_SPACE: Final = re.compile(r"\s+")
_YEAR: Final = r"(?P<year>(?:19|20)[0-9]{2}|[一二][〇○零Ｏ○０0九][〇○零一二三四五六七八九]{2})"
_REPORT: Final = r"政府信息公开(?:工作)?(?:的)?(?:情况)?(?:年度|工作)?(?:的)?(?:报告|年报|年度报告)"
_TITLE: Final = re.compile(
    rf"^(?P<before>[^，,。；;：:]{{0,60}}?){_YEAR}年?度?(?P<between>[^，,。；;：:]{{0,40}}?){_REPORT}(?P<after>.{{0,12}})$"
)
_TITLE_YEAR_LATE: Final = re.compile(
    rf"^(?P<before>[^，,。；;：:]{{0,60}}?)(?P<between>)政府信息公开(?:工作)?{_YEAR}(?:年度|年)?(?:工作)?(?:年度)?(?:报告|年报)(?P<after>.{{0,12}})$"
)
_PERIOD: Final = re.compile(
    r"(?P<y1>20[0-9]{2})年(?P<m1>[0-9]{1,2})月(?P<d1>[0-9]{1,2})日起?(?:至|到|—|-|~|～)(?:(?P<y2>20[0-9]{2})年)?"
    r"(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})日"
)
_DAY: Final = re.compile(r"(?P<y>20[0-9]{2})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日")
_FIRST_YEAR: Final = re.compile(r"(20[0-9]{2})年")
_SIGNS_AROUND: Final = re.compile(r"^[\s:：,，.。、《“\">]+|[\s:：,，.。、》”\"]+$")
_BARE_YEAR: Final = re.compile(r"\s*20[0-9]{2}\s*")
_YEAR_LEFT_OUT: Final = re.compile(r"(?<=\S)\s+(?=年)|^\s*(?=年政府)")
_HAN_DIGITS: Final = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "Ｏ": "0",
}
_ORDINAL: Final = re.compile(r"^第?[（(]?([一二三四五六1-6])(?:部分)?[)）]?[、.．,，:：\s]*")
_ORDINALS: Final = {**{digit: value for value, digit in enumerate("零一二三四五六")}, **{str(n): n for n in range(7)}}
_LONGEST_HEADING: Final = 32
_LEAST_ALIKE: Final = 0.72
_SECTIONS: Final = 6
_MOST_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading: its number 1 to 6, the block it is, its text, and how sure that is."""

    number: int
    block: int
    paragraph: Paragraph
    score: float


@dataclass(frozen=True, slots=True)
class Title:
    """What the title says. `blocks` are the blocks it takes up; `text` is empty when the file has none."""

    text: str = ""
    year: int | None = None
    agency: str = ""
    blocks: tuple[int, ...] = ()


@functools.cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = load_resource("generator.reading", "headings.yaml")
    return words


def squeeze(text: str) -> str:
    """Give text without any white space, digits and signs in ASCII."""
    return _SPACE.sub("", fold(text))


Blocks = Sequence[tuple[int, Paragraph]]


def section_headings(paragraphs: Blocks) -> tuple[Heading, ...]:
    """Find the best rising chain of section headings among paragraphs (given with their block numbers)."""
    candidates = [heading for block, paragraph in paragraphs for heading in _candidates(block, paragraph)]
    best: list[tuple[float, tuple[Heading, ...]]] = []
    for index, heading in enumerate(candidates):
        chain: tuple[float, tuple[Heading, ...]] = (0.0, ())
        for earlier, found in zip(candidates[:index], best, strict=True):
            if earlier.number < heading.number and earlier.block < heading.block and found[0] > chain[0]:
                chain = found
        best.append((chain[0] + heading.score, (*chain[1], heading)))
    return max(best, default=(0.0, ()), key=lambda found: found[0])[1]


def _candidates(block: int, paragraph: Paragraph) -> list[Heading]:
    text = squeeze(paragraph.text)
    if not text or len(text) > _LONGEST_HEADING or text[-1] in "。；;":
        return []
    match = _ORDINAL.match(text)
    body = text[match.end() :] if match else text
    ordinal = _ORDINALS[match[1]] if match else None
    found = []
    for number, alike in enumerate(_alike_titles(normal(body)), start=1):
        if alike >= _LEAST_ALIKE:
            agree = 0.3 if ordinal == number else -0.25 if ordinal is not None else 0.0
            plain = 0.05 if match and match[0].startswith(("一", "二", "三", "四", "五", "六")) else 0.0
            found.append(Heading(number, block, paragraph, alike + agree + plain))
    return found


@functools.lru_cache(maxsize=4096)
def _alike_titles(body: str) -> tuple[float, ...]:
    """How alike a normalised line is to each section's titles, at best."""
    return tuple(max(similarity(body, title) for title in wanted) for wanted in _section_words())


@functools.cache
def _section_words() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(normal(title) for title in titles) for titles in _words()["sections"])


def find_title(paragraphs: Blocks, before: int | None) -> Title:
    """Find the title among the paragraphs that stand before block `before` (the first section; None: anywhere)."""
    head = [(block, p) for block, p in paragraphs if before is None or block < before][-30:]
    tries = [_lines_title(head, start, count) for count in (1, 2, 3) for start in range(len(head) - count + 1)]
    found = [title for title in tries if title]
    return max(reversed(found), key=_worth)[1] if found else Title()


def _lines_title(head: Blocks, start: int, count: int) -> tuple[bool, Title] | None:
    """Read one or two neighbouring paragraphs as a title, the agency's name perhaps on the line above.

    Three are one only where the year's digits stand between the others.
    """
    lines = head[start : start + count]
    if count > 1 and (lines[-1][0] - lines[0][0] > 2 or any(len(line.text) > 40 for _, line in lines)):
        return None
    joined = _with_year([line.text for _, line in lines])
    if count > _MOST_LINES and joined is None:
        return None
    printed = squeeze("".join(line.text for _, line in lines) if joined is None else joined)
    match = _match(printed)
    if not match or match["after"].startswith(tuple(_words()["not_a_title"])):
        return None
    if count > 1 and _match(squeeze(lines[-1][1].text)):
        return None
    named = (printed[slice(*match.span(part))] for part in ("before", "between"))
    agency, blocks = clean_agency("".join(named)), tuple(block for block, _ in lines)
    if not agency and start and is_agency_name(above := squeeze(head[start - 1][1].text)):
        agency, blocks = clean_agency(above), (head[start - 1][0], *blocks)
    text = " ".join(line.text.strip() for _, line in lines) if count == 1 else printed
    plain = not match["after"] and not re.search(r"[《》<>|]|印发|位置|首页", simplified(text))
    return plain, Title(" ".join(text.split()), year_of(match["year"]), agency, blocks)


def _with_year(texts: Sequence[str]) -> str | None:
    """Put a year's digits back into the title over them, which leaves room for them; None where it is not so.

    Programs that take text out of a PDF print digits of another font, a little lower, as a line of their own.
    """
    first, *rest = texts
    apart = bool(rest) and bool(_BARE_YEAR.fullmatch(fold(rest[0]))) and not _FIRST_YEAR.search(fold(first))
    if not apart or len(_YEAR_LEFT_OUT.findall(first)) != 1:
        return None
    return _YEAR_LEFT_OUT.sub(rest[0].strip(), first) + "".join(rest[1:])


def _match(text: str) -> re.Match[str] | None:
    """Match a title in simplified characters, which stand where the printed ones do."""
    folded = simplified(text)
    return _TITLE.match(folded) or _TITLE_YEAR_LATE.match(folded)


def _worth(found: tuple[bool, Title]) -> tuple[bool, bool, int]:
    """Rank what looks like a title: with an agency, without page furniture, in the fewest paragraphs."""
    plain, title = found
    return bool(title.agency), plain, -len(title.blocks)


def year_of(digits: str) -> int:
    """Read a year in ASCII or Han digits."""
    return int("".join(_HAN_DIGITS.get(digit, digit) for digit in digits))


def clean_agency(text: str) -> str:
    """Take from an agency's name what titles put around it."""
    name, bare = text, ""
    for word in _words()["around_agency"]:
        if name != bare:
            name = bare = _SIGNS_AROUND.sub("", name)
        if simplified(name).startswith(word):
            name = name[len(word) :]
        if simplified(name).endswith(word):
            name = name[: -len(word)]
    return name


def is_agency_name(text: str) -> bool:
    """Tell whether a short line is an agency's name."""
    return (
        2 < len(text) <= 40
        and simplified(text).endswith(tuple(_words()["agency_endings"]))
        and not re.search(r"[0-9。，：]", text)
    )


def first_subject(paragraphs: Sequence[str]) -> str:
    """Give the subject of the first sentence that begins with an agency's name (after a year or a place)."""
    endings = "|".join(_words()["agency_endings"])
    verbs = "|".join(_words()["verbs"])
    pattern = re.compile(
        rf"^(?:{_FIRST_YEAR.pattern}(?:度|以来|来)?[,，]?)?(?P<name>[\u4e00-\u9fff]{{2,30}}?(?:{endings}))(?={verbs})"
    )
    for text in paragraphs[:12]:
        printed = squeeze(text)
        match = pattern.match(simplified(printed))
        if match and not match["name"].startswith(tuple(_words()["not_a_name"])):
            return printed[slice(*match.span("name"))]
    return ""


def signature(paragraphs: Sequence[Paragraph]) -> tuple[str, str | None, tuple[Paragraph, ...]]:
    """Find agency and day at the end of the file: (agency or '', ISO day or None, the paragraphs that say so)."""
    agency, day, used = "", None, []
    for paragraph in paragraphs[-6:]:
        text = squeeze(paragraph.text)
        match = _DAY.search(text)
        rest = clean_agency(_DAY.sub("", text))
        if match and (not rest or is_agency_name(rest)):
            day = iso_day(match["y"], match["m"], match["d"])
            used.append(paragraph)
            agency = rest or agency
        elif is_agency_name(text):
            agency = text
            used.append(paragraph)
    return agency, day, tuple(used)


def iso_day(year: str, month: str, day: str) -> str | None:
    """Write a day in ISO form; None when there is no such day."""
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def period(paragraphs: Sequence[str]) -> tuple[str, str] | None:
    """Find the period that the report says it covers."""
    for text in paragraphs[:12]:
        if match := _PERIOD.search(squeeze(text)):
            start = iso_day(match["y1"], match["m1"], match["d1"])
            end = iso_day(match["y2"] or match["y1"], match["m2"], match["d2"])
            if start and end:
                return start, end
    return None


def first_year(paragraphs: Sequence[str]) -> int | None:
    """Give the year that the first sentence with one names."""
    for text in paragraphs[:4]:
        if match := _FIRST_YEAR.search(squeeze(text)):
            return int(match[1])
    return None

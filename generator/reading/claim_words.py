"""A paragraph of narrative → the words that matter for claims, each with its place, and the gaps between them.

The words lie in `phrases.yaml` by what they do in a clause. The longest word wins at each place. What no list knows
becomes a word of kind `unknown`, so that a figure beside something not understood can be told from one that is.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from generator.records.characters import simplified_characters
from generator.records.yaml_files import load_resource

FIGURE: Final = "figure"
NUMBER: Final = "number"
PUNCTUATION: Final = "punctuation"
UNKNOWN: Final = "unknown"

_HAN_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TEN: Final = 10
_HAN_PLACES: Final = {"十": _TEN, "百": 100, "千": 1000}
_FOLDED: Final[dict[int, str]] = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict(zip("([【)]】;:﹐．％", "（（（）））；：，.%", strict=True)),
        **dict.fromkeys("\u00a0\u3000\u2002\u2003\u2009\u202f\u200b\ufeff\u00ad\u2060", " "),
    }
)
_HAN_YEAR: Final = re.compile("二[〇○零]([〇○零一二三四五六七八九]{2})年")
_GAP: Final = re.compile(r"\s+")
_TORN_NUMBER: Final = re.compile(r"[0-9.,，]")

_PATTERNS: Final = {
    "date": (
        r"(?:20[0-9]{2}年)?(?:[0-9]{1,2}[至到—~-]+)?[0-9]{1,2}月(?:份|[0-9]{1,2}日|底|末|初)?"
        r"(?:[至到—~-]+[0-9]{1,2}月(?:[0-9]{1,2}日|底|末)?)?"
    ),
    "year": r"20[0-9]{2}年(?:度)?(?:年?(?:底|末|初))?",
    "everyone": (
        r"(?:公民|自然人)(?:个人)?[、,，]?(?:企业[、，])?法人"
        r"(?:或者|以及|[、和或及与])*(?:其他|其它)?(?:社会)?组织"
    ),
    "agency": (
        r"(?<![^，,。；年度）：])(?![我本全该各])(?:(?![收无未共各]|受理)[一-龥]){0,10}?[省市县区州旗盟]"
        r"(?:(?![收无未共各]|受理)[一-龥]){2,14}?(?:局|委员会|厅|委)"
        r"(?=共|全年|累计|收到|受理|未|没有|无|接到|新收|办结|答复|20[0-9]{2}年|本年|今年)"
    ),
    "denied": r"不存在(?=上年|上一|下年|下一|结转|因|由|行政|未经|复议)",
    "guidance": r"在(?:(?![，,。；;0-9]).){2,40}?(?:领导|指导|支持|关心|部署|监督|帮助|统筹|组织|关怀|要求|重视)之?下",
    "sum": r"计(?=[0-9零一二两三四五六七八九十百千]+[件条份宗起])",
    "appeal": (
        r"向[一-龥]{0,10}?(?:政府|机关|部门|法院|厅|局)"
        r"(?=(?:申请|提起|提出)(?:[一二三四五六七八九十两0-9]{1,3}[件起])?(?:行政)?(?:复议|诉讼))"
    ),
    "open": r"(?:尚|仍|还|均)(?:处于|处在|在)(?:法定)?(?:办理|答复|处理)?(?:期限|时限|期)(?:之)?内",
    "underway": r"在办(?!结|理)",
    "us": (
        r"(?:我|本|全)(?:街道办事处|街道办|街道|管委会|管理委员会|委员会|开发区|新区|园区|机关|单位|部门|中心|镇政府|乡政府"
        r"|[县区市省州旗]人民政府|公司|[县区市省州盟旗镇乡委厅局院所站校馆队会])(?!政府(?!信息)|级|直|长)"
    ),
    FIGURE: (
        r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+)"
        r"[万亿余多几]*(?:件次|人次|件套|件(?!事(?!项))|[条份宗项次起例笔](?!次)|部(?=[，,、；;。（）(]))"
    ),
    "rate_figure": r"[0-9]+(?:\.[0-9]+)?(?:%|个百分点)|百分之[零一二三四五六七八九十百点]+",
    "numbering": r"(?<![0-9.])[0-9]{1,2}(?:[.、．](?=20[0-9]{2}年)|[.．](?![0-9]))",
    "stop": r"\.(?![0-9A-Za-z])",
    NUMBER: r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|零(?=[，,；。、）]|$)",
    "since": r"[自从](?=20[0-9]{2}年)",
    "title": r"《[^》]*》",
    PUNCTUATION: r"[，,；：。！？!?、（）]",
}
_KIND_OF_PATTERN: Final = {
    "everyone": "filler",
    "guidance": "filler",
    "appeal": "filler",
    "sum": "joint",
    "us": "whole_self",
    "denied": "negation",
    "open": "pending",
    "underway": "pending",
    "agency": UNKNOWN,
    "rate_figure": "rate",
    "title": "filler",
    "numbering": "filler",
    "stop": PUNCTUATION,
}
_SILENT: Final = frozenset("“”‘’\"' -—·*#")


@dataclass(frozen=True, slots=True)
class Word:
    """One word, figure or mark. `kind` is a key of phrases.yaml or one of the kinds above.

    `value` is the number of a figure (`None` when it is rounded, torn or otherwise not to be trusted) and the year of
    a `year`. `start` and `end` count characters of the paragraph as printed.
    """

    kind: str
    text: str
    start: int
    end: int
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Folded:
    """A paragraph in ASCII digits and simplified characters, without white space; `at` leads back to the print."""

    text: str
    _kept: tuple[int, ...]
    _printed: tuple[int, ...]

    def at(self, position: int) -> int:
        """Give the place in the printed text of a place in the folded one."""
        piece = bisect_right(self._kept, position) - 1
        return self._printed[piece] + position - self._kept[piece]


def fold(paragraph: str) -> Folded:
    """Fold `paragraph`. A gap inside what may be one number stays: nobody knows whether `1 2` is twelve."""
    text = _HAN_YEAR.sub(_year_in_digits, paragraph.translate(_folding()))
    pieces: list[str] = []
    kept, printed, length, done = [0], [0], 0, 0
    for gap in _GAP.finditer(text):
        filling = " " if _in_number(text, gap) else ""
        pieces += [text[done : gap.start()], filling]
        length += gap.start() - done + len(filling)
        done = gap.end()
        kept.append(length)
        printed.append(done)
    pieces.append(text[done:])
    return Folded("".join(pieces), tuple(kept), tuple(printed))


@functools.cache
def _folding() -> dict[int, str]:
    """Folded marks and digits, and traditional characters as simplified ones: one for one."""
    return {**simplified_characters(), **_FOLDED}


def _year_in_digits(match: re.Match[str]) -> str:
    """二〇二三年 → 2023年, as long as before."""
    return "20" + "".join(str(_HAN_DIGITS.get(digit, 0)) for digit in match[1]) + "年"


def _in_number(text: str, gap: re.Match[str]) -> bool:
    before, after = text[: gap.start()][-1:], text[gap.end() : gap.end() + 1]
    return bool(_TORN_NUMBER.match(before) and after.isdigit())


def words_of(folded: Folded, parts: Iterable[slice] = (slice(None),)) -> tuple[Word, ...]:
    """Cut a folded paragraph, or `parts` of it, into words; only quotation marks and dashes are left out."""
    return tuple(word for part in parts for word in _words(folded, *part.indices(len(folded.text))[:2]))


def _words(folded: Folded, done: int, end: int) -> Iterator[Word]:
    for match in _lexicon().finditer(folded.text, done, end):
        yield from _unknown(folded, done, match.start())
        done = match.end()
        yield _word(folded, match)
    yield from _unknown(folded, done, end)


def _unknown(folded: Folded, start: int, end: int) -> Iterator[Word]:
    while start < end and folded.text[start] in _SILENT:
        start += 1
    if start < end:
        yield Word(UNKNOWN, folded.text[start:end], folded.at(start), folded.at(end - 1) + 1)


def _word(folded: Folded, match: re.Match[str]) -> Word:
    text, pattern = match[0], match.lastgroup
    kind, value = _kinds()[text] if pattern is None else _KIND_OF_PATTERN.get(pattern, pattern), None
    if pattern in {FIGURE, NUMBER}:
        value = _value(folded.text, match)
    elif pattern in {"date", "year"}:
        kind, value = _time(text)
    text = {",": "，", ".": "。"}.get(text, text)
    return Word(kind, text, folded.at(match.start()), folded.at(match.end() - 1) + 1, value)


_LATE_RANGE: Final = re.compile(r"(?:^|年)(?:[2-9]|1[0-2])(?:月(?:份|[0-9]{1,2}日|底|末|初)?)?[至到—~-]")


def _time(text: str) -> tuple[str, int | None]:
    """Tell a whole year (`2024年`, `截至2024年12月31日`, `1月1日`) from another stretch of time."""
    year = int(text[:4]) if text[:2] == "20" else None
    late = _LATE_RANGE.search(text)
    if "月" not in text or (not late and re.search(r"(?<![0-9])12月(?:31日|底|末)?$", text)):
        return ("year", year) if year else ("filler", None)
    first_day = "日" in text and re.search(r"(?<![0-9])1月(?:1日)?$", text)
    return (("year", year) if year else ("filler", None)) if first_day else ("span", None)


def _value(text: str, match: re.Match[str]) -> int | None:
    digits = re.match(r"[0-9,.]+|[零〇一二两三四五六七八九十百千]+", match[0])
    if (
        digits is None
        or not _stands_alone(text, match)
        or re.search(r"[万亿余多几]|次.|.次|套", match[0][digits.end() :])
    ):
        return None
    number = digits[0].replace(",", "")
    if not number[0].isascii():
        return _han_number(number)
    return int(number) if number.isdigit() and (number == "0" or number[0] != "0") else None


_CONTINUES: Final = re.compile(r"[,，][0-9]")


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Tell whether the number is all that is printed: not `10-12件`, `第3件`, `1O2件`, `1，234件`, `每一件`."""
    if match[0][-1].isdigit() and _CONTINUES.match(text, match.end()):
        return False
    before = text[max(match.start() - 2, 0) : match.start()]
    last = before[-1:]
    if not last:
        return True
    if last in "第每某逐-–—~～/.／+−一" or last.isnumeric() or (last.isascii() and last.isalnum()):
        return False
    return not (last in "至到,， 、" and before[:1].isnumeric())


def _han_number(text: str) -> int | None:
    """Read 十二, 一百零五, 两千; `None` for anything that is not written by the rules."""
    total, digit, floor = 0, None, 10_000
    for character in text:
        if character in _HAN_DIGITS:
            if digit not in {None, 0}:
                return None
            digit = _HAN_DIGITS[character]
            continue
        place = _HAN_PLACES[character]
        if place >= floor or (digit is None and not (place == _TEN and total == 0)):
            return None
        total, digit, floor = total + (1 if digit is None else digit) * place, None, place
    if digit and total and floor > _TEN and "零" not in text and "〇" not in text:
        return None
    return total + (digit or 0)


@functools.cache
def _kinds() -> dict[str, str]:
    lists: dict[str, list[str]] = load_resource("generator.reading", "phrases.yaml")
    kinds: dict[str, str] = {}
    for kind, phrases in lists.items():
        for phrase in phrases:
            if kinds.setdefault(str(phrase), kind) != kind:
                raise ValueError(
                    f"phrases.yaml: {phrase} is both {kinds[str(phrase)]} and {kind}; leave it in one list"
                )
    return kinds


@functools.cache
def _lexicon() -> re.Pattern[str]:
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(_kinds(), key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    phrases = "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items())
    patterns = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items())
    return re.compile(f"12345热线|{patterns}|{phrases}")

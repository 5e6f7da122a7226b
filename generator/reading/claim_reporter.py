"""Which bodies that a paragraph names are not the one that reports: their figures are none of its tables'."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from generator.reading.claim_scope import is_name
from generator.reading.claim_words import FIGURE, PUNCTUATION, UNKNOWN, Word

_GOVERNMENT: Final = re.compile("人民政府$")
_OFFICES: Final = ("办事处", "管理委员会", "管委会", "员会")
_BUREAUS: Final = ("局", "厅", "委员会", "办公室", "中心", "院", "所", "站")
_SHORTEST: Final = 2
_ACTS: Final = (
    "(?=共|全|累计|收|接|受理|办理|未|没|无|新收|答复|审|作|承|指导|负责|积极|认真|充分|牵头|统一|[、和及与]|$)"
)
_BODY: Final = re.compile(
    "[一-龥]{0,8}?[省市县区州旗盟镇乡][一-龥]{2,12}?(?:局|委员会|厅|中心|馆|法院|检察院|医院|支队|大队|公司|学校)"
    f"|[一-龥]{{0,8}}?[省市县区州旗盟镇乡][一-龥]{{1,12}}?(?:委|办|院|所|站|机构|社区){_ACTS}"
    "|[一-龥]{0,8}?(?:图书馆|档案馆|法院|检察院|医院|卫生院|学校|支队|大队|派出所|公司|社区|村委会|居委会|服务中心"
    f"|复议机构|复议办|复议局|科室|处室){_ACTS}"
)
_OWN_NOUNS: Final = ("街道", "园区", "开发区", "高新区", "新区", "保税区", "度假区", "管委会")
_GOES_ON: Final = frozenset([UNKNOWN, "office", "department", "government", "whole_self"])
_LONGEST_TORN: Final = 6
_OPENING: Final = frozenset(["year", "now", "until", "filler", "among"])
_NAMED_BY_OTHERS: Final = frozenset([UNKNOWN, "government", "each", "review"])


def judged(words: Sequence[Word], reporter: str | None) -> Sequence[Word]:
    """Give names of other bodies than `reporter` as departments, and wider territories than its own as governments.

    街道 is ourselves where a 街道 reports, 园区 where a 园区 does.
    Without a reporter all words stay as they are.
    """
    forms = _forms(reporter) if reporter else frozenset()
    return list(_judged(list(_with_own_name(words, forms)), forms)) if forms else words


def _with_own_name(words: Sequence[Word], forms: frozenset[str]) -> Iterator[Word]:
    """临港/新/区收到…: the reporter's name, or its end, that the words of the lists have torn."""
    index = 0
    while index < len(words):
        length = _torn_name(words, index, forms) if words[index].kind == UNKNOWN else 0
        name = words[index : index + length]
        if name:
            yield replace(name[0], kind="whole_self", text="".join(word.text for word in name), end=name[-1].end)
        else:
            yield words[index]
        index += length or 1


def _torn_name(words: Sequence[Word], index: int, forms: frozenset[str]) -> int:
    """Count the words, two or more, that are the reporter's name together; 0 where there are none or it goes on."""
    for length in range(_LONGEST_TORN, 1, -1):
        piece, following = words[index : index + length], words[index + length : index + length + 1]
        name = "".join(word.text for word in piece)
        whole = len(piece) == length and len(name) > _SHORTEST and any(form.endswith(name) for form in forms)
        if whole and not name.endswith("政府") and not any(word.kind in _GOES_ON for word in following):
            return length
    return 0


def _judged(words: Sequence[Word], forms: frozenset[str]) -> Iterator[Word]:
    padded = [None, *words, None]
    wider = _wider_than(forms)
    governs = any(form.endswith(tuple("省市县区州旗盟")) for form in forms)  # 向县政府申请复议 names ourselves
    own = {noun for noun in _OWN_NOUNS if any(form.endswith(noun) for form in forms)}
    opens = True
    for index, word in enumerate(words):
        before, after = padded[index], padded[index + 2]
        named = is_name(word, before, after)
        name = word.text if named else _body(words, index) if opens else ""
        if name and not _ours(name, after if named else None, forms):
            yield replace(word, kind="department")
        elif word.text in wider or (governs and word.text.startswith("向") and word.text.endswith("政府")):
            yield replace(word, kind="government")
        elif word.text in own:
            yield replace(word, kind="whole_self")
        else:
            yield word
        opens = word.kind == PUNCTUATION or (opens and word.kind in _OPENING)


def _wider_than(forms: frozenset[str]) -> frozenset[str]:
    """Name the territories that are more than the reporter's own: 全县 where a bureau or a township reports."""
    if any(form.endswith(_BUREAUS) for form in forms) and not any(form.endswith("管理委员会") for form in forms):
        return frozenset(f"全{level}" for level in "省市县区州旗盟镇乡")
    if any(form.endswith(("镇", "乡", "街道")) for form in forms):
        return frozenset(f"全{level}" for level in "省市县区州旗盟")
    return frozenset()


def _forms(reporter: str) -> frozenset[str]:
    """Give the ways a body's name may end: 甲县人民政府, 甲县; 乙街道办事处, 乙街道; 丙委员会, 丙委."""
    bare = _GOVERNMENT.sub("", reporter)
    shorter = {bare.removesuffix(office) for office in _OFFICES}
    return frozenset({reporter, bare, *shorter} - {""})


def _body(words: Sequence[Word], index: int) -> str:
    """县司法局充分发挥作用，受理…; 县图书馆接待…: the body that opens a clause, before words that no list knows."""
    if words[index].kind not in _NAMED_BY_OTHERS:
        return ""
    clause = itertools.takewhile(lambda word: word.kind not in {PUNCTUATION, FIGURE}, words[index : index + 8])
    found = _BODY.match("".join(word.text for word in clause))
    return found[0] if found and len(found[0]) > len(words[index].text) - (words[index].kind == UNKNOWN) else ""


def _ours(name: str, after: Word | None, forms: frozenset[str]) -> bool:
    """Tell whether a name is the reporter's: the same, with more or fewer places before it, or cut short."""
    names = {name, name + (after.text if after else "")}
    names |= {_GOVERNMENT.sub("", name) for name in names}
    names |= {name.removesuffix(office) for name in names for office in _OFFICES}
    return any(_same(name, form) for name in names for form in forms if len(name) >= _SHORTEST)


def _same(name: str, form: str) -> bool:
    if name.endswith(form) or form.endswith(name):
        return True
    rest = iter(form)
    return name[-1] == form[-1] and all(character in rest for character in name)

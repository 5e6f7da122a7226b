"""What the narrative says of statutory cells, clause by clause (design.md §5, claims; domain.md 3.2, group C).

One claim a stated figure: 全年收到申请12件 speaks of `applications.new_received.total`. Precision goes before recall: a
figure beside words that are not understood gets the scope `unclear`, or no claim at all, and only `whole` is compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from generator.reading.claim_doubts import doubted
from generator.reading.claim_reporter import judged
from generator.reading.claim_scope import Scope
from generator.reading.claim_settling import settled
from generator.reading.claim_walk import Walk
from generator.reading.claim_words import fold, words_of

_SPEAKS_OF: Final = "申请|复议|诉讼|起诉|被诉|规范性文件|结转|予以公开|部分公开|新收|办结|下年|次年"
# One character of every term of `_SPEAKS_OF`, as traditional one too: a quick look before the paragraph is folded.
_HINTS_AT: Final = re.compile("[请請议議诉訴范範转轉开開收办辦年]")
_STATES: Final = "[0-9零〇一二两三四五六七八九十百千][件条份宗项次起例笔]|[无没未]|不存在|零|数.{0,4}[0-9]"
_SENTENCE: Final = re.compile("[^。！？]+[。！？]?")
_SETS_THE_SCENE: Final = re.compile(f"{_SPEAKS_OF}|信息公开|收到|接到|受理|答复|办理|20[0-9]{{2}}年|下一步|今后")
_WORTH_READING: Final = re.compile(f"(?=[^。！？]*(?:{_SPEAKS_OF}))(?=[^。！？]*(?:{_STATES}))")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one clause says of one cell.

    `cell` is the dotted name of the record (`applications.new_received.total`), or `disputes.litigation.total` for both
    kinds of suit together; `value` counts 件. `scope` is `whole` when it can be held against the table as it stands,
    `part` when words narrow it, `unclear` when the paragraph alone does not settle it. `text` is the clause as printed.
    """

    cell: str
    value: int
    scope: Scope
    text: str


def claims_of(
    paragraph: str, *, section: int | None = None, reporter: str | None = None, year: int | None = None
) -> tuple[Claim, ...]:
    """Give the claims of one paragraph, in the order of its text.

    `section` (1 to 6) is the one it stands in, `reporter` the name of the body that reports, as the
    report prints it, and `year` the year it reports on; without one the latest year that the paragraph names is taken.
    """
    if not _HINTS_AT.search(paragraph):
        return ()
    folded = fold(paragraph)
    sentences = list(_SENTENCE.finditer(folded.text))
    if not any(_WORTH_READING.match(sentence[0]) for sentence in sentences):
        return ()
    parts = [slice(*sentence.span()) for sentence in sentences if _SETS_THE_SCENE.search(sentence[0])]
    walk = Walk(judged(words_of(folded, parts), reporter), section, year)
    drafts = settled(doubted(list(walk.drafts()), walk.sentences, walk.year), walk.notes)
    return tuple(
        Claim(draft.cell, draft.value, draft.scope, _clause(paragraph, draft.start, draft.end)) for draft in drafts
    )


def _clause(paragraph: str, start: int, end: int) -> str:
    return " ".join(paragraph[start:end].split()).strip("，,；;：:、。 ")

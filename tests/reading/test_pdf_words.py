"""Characters on a page become words by one rule; most are joined without asking all of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from generator.reading.readers.words import Glyph, _follows, words_of

CHARACTERS = "0123456789０９.,，%政府信息公开abc、"
STEPS = (0.0, 0.0, 0.05, 0.089, 0.091, 0.119, 0.121, 0.16, 0.4, 0.49, 0.51, 0.7, 1.1)


def near_each_other(rng: random.Random) -> list[Glyph]:
    """Draw characters that stand beside each other, each about as far from its place as the rule allows."""
    left, glyphs = 50.0, []
    for _ in range(rng.randrange(2, 9)):
        height = 10.0 * rng.choice([1.0, 1.0, 1.0, 0.82, 1.17, 0.6])
        left += 10.0 * rng.choice(STEPS) * rng.choice([1, 1, -1])
        top = 100.0 + 10.0 * rng.choice(STEPS[:8]) * rng.choice([1, -1]) * rng.choice([0, 1])
        box = (left, top, left + rng.choice([0.4, 5.0, 10.0]), top + height)
        turn, spaced = rng.choice([0] * 12 + [90, 180]), rng.random() < 0.05
        glyphs.append(Glyph(rng.choice(CHARACTERS), box, turn, spaced))
        left = box[2]
    return glyphs


def by_the_rule(glyphs: Sequence[Glyph]) -> list[str]:
    """Join characters by asking the whole rule of every two."""
    texts = [glyphs[0].text]
    for before, after in pairwise(glyphs):
        if _follows(before, after):
            texts[-1] += after.text
        else:
            texts.append(after.text)
    return texts


def test_what_is_joined_the_short_way_is_what_the_rule_joins() -> None:
    rng = random.Random(20261129)  # noqa: S311 - the same lines every time
    lines = [near_each_other(rng) for _ in range(4_000)]
    expected = [by_the_rule(line) for line in lines]
    assert [[word.text for word in words_of(line)] for line in lines] == expected
    assert sum(len(words) > 1 for words in expected) > 1_000
    assert sum(len(text) > 1 for words in expected for text in words) > 1_000

"""Which links and ids are seen in a page: those in tags, wherever they stand there, and none in running text."""

from __future__ import annotations

import random
import re
from typing import Final

import pytest

from generator.publishing import links

_TAGS: Final = "a|area|audio|base|embed|form|iframe|image|img|input|link|script|source|track|use|video"
# The same in the plain way, which tries every place of a tag anew and takes twice as long.
_LINK: Final = re.compile(rf'<(?:{_TAGS})\b[^<>"]*?(?:"[^"]*"[^<>"]*?)*?\s(?:href|src|action)="([^"]*)"')
_ID: Final = re.compile(r'\sid="([^"]*)"')
_PIECES: Final = (
    *("<a", '"', ">", "<", "=", "x", " ", "/", "<td", "</a>", "行", "<form", "<i", "mg", "<base"),
    *(' href="', ' src="', '\nhref="', ' data-src="', ' action="', 'id="', ' id="', '\tid="'),
)


def _seen(html: str) -> tuple[set[str], tuple[str, ...]]:
    seen = links.Links("/")
    seen.read("a/index.html", html)
    return {goal for goal, _ in seen.found.wanted}, seen.found.ids["a/index.html"]


@pytest.mark.parametrize(
    ("html", "goals"),
    [
        ('<a href="../b/">b</a>', {"b/index.html"}),
        ('<img alt="x" data-src="no.png"\n src="yes.png">', {"a/yes.png"}),
        ('<a title="see href=" class="y" href="z">', {"a/z"}),
        ('<p>in running text: a href="nowhere"</p>', set()),
        ('<p title="<b>">x</p> href="nowhere"', set()),
        ("<a href=unquoted>", set()),
        ('<a name="x"><td href="cells have none">', set()),
    ],
)
def test_links_are_seen_in_tags_alone(html: str, goals: set[str]) -> None:
    assert _seen(html)[0] == goals


def test_ids_are_seen_behind_any_space_and_names_that_end_so_are_none() -> None:
    assert _seen('<a id="one"><b\nid="two" data-id="no"><i\tid="three">')[1] == ("one", "three", "two")


def test_links_and_ids_are_those_of_the_plain_way() -> None:
    rng = random.Random(20261128)  # noqa: S311 - the same every time
    for _ in range(20_000):
        html = "".join(rng.choices(_PIECES, k=rng.randint(3, 14)))
        assert links._LINK.findall(html) == _LINK.findall(html), html
        assert links._ID.findall(html) == _ID.findall(html), html


def test_links_within_what_was_written_are_looked_up_there_and_nowhere_else() -> None:
    seen = links.Links("/")
    seen.read(
        "a/index.html", '<a href="../b/#there">1</a><a href="../b/#gone">2</a><a href="../c/">3</a><a href="d">4</a>'
    )
    seen.read("b/index.html", '<p id="there"><a href="../a/">5</a><a href="../a/x.csv">6</a>')
    written = {"a/index.html", "b/index.html", "a/x.csv", "a/d"}
    beyond = seen.beyond(written)
    assert beyond.wanted == {("b/index.html", "gone"): "a/index.html", ("c/index.html", ""): "a/index.html"}
    assert beyond.ids == seen.found.ids
    whole = links.Links("/")
    whole.add(beyond)
    for there in (frozenset(written), frozenset({*written, "c/index.html"})):
        assert list(whole.broken(there)) == list(seen.broken(there)) != []

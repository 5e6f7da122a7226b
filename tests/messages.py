"""Every message of the program, found in its source, and those that lack their English."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from generator.english import in_english

PROGRAM: Final = Path(__file__).parent.parent / "generator"
HAN: Final = re.compile("[\u4e00-\u9fff]")

VOCABULARY: Final = (
    *("reading/claim*", "reading/headings", "reading/narrative", "reading/observe", "reading/head_order"),
    *("reading/labels", "reading/align", "reading/local_columns", "reading/warmed", "reading/upended"),
    *("reading/two_years",),
    *("reading/gaps", "reading/line_words", "reading/spaced_lines"),
    *("readers/radicals", "readers/ordinals", "records/figures", "records/forms"),
)
"""Modules whose Chinese is what they look for in reports."""

PUBLISHED: Final = (
    *(
        "publishing/views_*",
        "publishing/asking",
        "publishing/badge_svg",
        "publishing/data_tables",
        "publishing/edition",
    ),
    *("publishing/feed", "publishing/glossary", "publishing/headline", "publishing/moves", "publishing/respond"),
    *("publishing/trust", "publishing/workbook", "publishing/report_findings"),
    *(
        "checking/breaks",
        "checking/claimed",
        "checking/personal",
        "checking/text_sums",
        "desk/letters",
        "desk/workbooks",
    ),
)
"""Modules whose Chinese is for citizens, clerks and data files."""

ON_THE_DESK: Final = ("desk/review", "desk/review_server", "desk/waiting", "desk/decisions")
"""What the review desk's page says in the browser."""

NO_MESSAGES: Final = frozenset(
    {
        " 或 ",
        "一",
        "人民政府",
        "意见",
        "核对结果.xlsx",
        "没有这个页面",
        "网址已变更",
        "G/通用格式",
        "合计",
        "小计",
        "总计",
        "总数",
    }
)
"""Names, and words looked for, that stand in modules with messages."""


def _strings(tree: ast.Module) -> Iterator[str]:
    """Give every text of a module as a template: what is put in is `{}`. Docstrings count where click shows them."""
    silent = {id(node) for node in _docstrings(tree)}
    silent |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from inspect.cleandoc(node.value).split("\n\n") if "\n\n" in node.value else [node.value]


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            first, decorators = node.body[0], getattr(node, "decorator_list", [])
            shown = any(word in ast.dump(each) for each in decorators for word in ("'command'", "'group'"))
            if not shown and isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def _messages() -> Iterator[tuple[str, str]]:
    for path in sorted(PROGRAM.rglob("*.py")):
        name = path.relative_to(PROGRAM).with_suffix("")
        if not any(name.match(skipped) for skipped in (*VOCABULARY, *PUBLISHED, *ON_THE_DESK)):
            for text in _strings(ast.parse(path.read_text(encoding="utf-8"))):
                if HAN.search(text) and text not in NO_MESSAGES and not _is_pattern(text):
                    yield str(name), text


def _is_pattern(text: str) -> bool:
    """Tell whether a text is a regular expression or a set of characters, which nobody reads."""
    return bool(re.search(r"\(\?|\\[sd]|[]）)][{+*?]|\[[^]]*-[^]]*\]|一二三|[-−–]{2}|^A boundary|^\S*\|\S*$|\$$", text))


def _english_of(text: str) -> str:
    """Say a message in English; what is put in is `x`, what stands for an example or a sign of ours is taken out."""
    return re.sub(r"Gongkai 公开|^Example: .*|空 = |缺 = ", "", in_english(text.replace("{}", "x")))


def without_english() -> Mapping[str, str]:
    """Give the messages of which Chinese is left, each with its module: what the catalogue does not know."""
    return {text: name for name, text in _messages() if HAN.search(_english_of(text))}

"""Views into HTML, the only door to jinja2, markdown_it and nh3. Everything is escaped; Markdown is cleaned after."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jinja2
import nh3
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr, Getattr, Name, Node
from markdown_it import MarkdownIt

from generator.publishing import urls
from generator.publishing.cell_markup import cells_markup, escaped
from generator.records.errors import Problem
from generator.records.portal import Settings

_TAGS: Final = frozenset(
    {"a", "abbr", "blockquote", "br", "code", "dd", "dl", "dt", "em", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p"}
    | {"pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_REL: Final = "noopener noreferrer"
_LEADS_NOWHERE: Final = re.compile(f'<a(?: title="[^"]*")? rel="{_REL}">(.*?)</a>', re.DOTALL)
"""A link whose address was taken out: its text stays. Links do not lie in each other."""
_REPLY_HEADING: Final = "h3"
_ABROAD: Final = ("https://", "http://", "mailto:")
_ATTRIBUTES: Final = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}}


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown page: the text of its first heading, and the rest as clean HTML."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class SiteHead:
    """What every page says of the site."""

    title: str
    base_url: str
    email: str
    issues_url: str
    licence: str
    licence_url: str
    sample: bool
    newest_year: int
    prose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageHead:
    """What every page says of itself: its address from the root, and the way back there."""

    url: str
    root: str


def prose(text: str) -> Prose:
    """Turn Markdown into clean HTML: no raw HTML, no scripts, only http, https and mailto links."""
    parser = _parser()
    tokens = parser.parse(text)
    title = ""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title, tokens = tokens[1].content, tokens[3:]
    return Prose(title, _clean(parser.renderer.render(tokens, parser.options, {})))


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _clean(html: str, attribute_filter: Callable[[str, str, str], str | None] | None = None) -> str:
    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=attribute_filter,
        url_schemes={"http", "https", "mailto"},
        link_rel=_REL,
    )
    return _LEADS_NOWHERE.sub(r"\1", cleaned)


def reply_body(text: str) -> str:
    """Turn an agency's reply into clean HTML that fits into a page: lower headings, no links within the site.

    A link within the site could lead nowhere, and then one reply would stop the whole build.
    """
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = _REPLY_HEADING
    return _clean(parser.renderer.render(tokens, parser.options, {}), _only_abroad)


def _only_abroad(_: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or value.lower().startswith(_ABROAD) else None


class _Quick(CodeGenerator):
    """Templates that escape by `escaped`, ask views for attributes plainly, and put a block together in one go.

    jinja2's own ways make an object of each value and throw it away, call a function for each attribute, and hand each
    scrap of a page through three generators. So `view.name` is an attribute here, never an entry of a dictionary.
    """

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - as its base
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 - as its base
        if isinstance(node.node, Name) and node.node.name == "self":  # blocks, which are no attributes
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def blockvisit(self, nodes: Iterable[Node], frame: Frame) -> None:
        whole_block = frame.block is not None and frame.buffer is None
        if whole_block:
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if whole_block:
            self.writeline(f"yield concat({frame.buffer})")


class _Environment(jinja2.Environment):
    """Where templates are compiled by `_Quick`."""

    code_generator_class = _Quick
    escaped = staticmethod(escaped)


Renderer = Callable[[str, str, Any], str]
"""Template, address, view → HTML."""

TemplateError: Final = jinja2.TemplateError
"""What a renderer raises for a template that is wrong, or asks for what its view has not."""


def template_fault(error: jinja2.TemplateError, templates: Path) -> Problem:
    """Say which template is wrong, in which line, and what to do."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        name, line = error.name or "", error.lineno
    else:
        frames = traceback.extract_tb(error.__traceback__)
        inside = [frame for frame in frames if Path(frame.filename).is_relative_to(templates)]
        name = Path(inside[-1].filename).relative_to(templates).as_posix() if inside else ""
        line = inside[-1].lineno or 1 if inside else 1
    return Problem(f"templates/{name}", line, f"模板有误：{error.message}", "请改正这一行。")


def make_renderer(templates: Path, site: SiteHead) -> Renderer:
    """Give a function that renders a view: (template, address, view) → HTML.

    A template that asks for what its view has not is an error (`jinja2.UndefinedError`), never an empty place.
    """
    environment = _Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["site"] = site
    environment.filters["cells"] = cells_markup

    def render(template: str, url: str, view: Any) -> str:  # noqa: ANN401 - each template has its own
        page = PageHead(url, _root(url, site.base_url))
        try:
            return environment.get_template(template).render(view=view, page=page, root=page.root) + "\n"
        except AttributeError as error:
            raise _as_template_fault(error, templates) from None

    return render


def _as_template_fault(error: AttributeError, templates: Path) -> Exception:
    """Say of an attribute that a template asks for in vain what jinja2 would; give other errors as they are."""
    asked = traceback.extract_tb(error.__traceback__)[-1].filename
    fault = jinja2.UndefinedError(str(error)) if Path(asked).is_relative_to(templates) else error
    return fault.with_traceback(error.__traceback__)


def _root(url: str, base_url: str) -> str:
    """Give the way to the root: relative, but for the page that a server shows at any address."""
    if url == urls.NOT_FOUND:
        path = base_url.split("://", 1)[-1].partition("/")[2].strip("/")
        return f"/{path}/" if path else "/"
    return urls.to_root(url)


def site_head(settings: Settings, years: Sequence[int], prose_names: Sequence[str]) -> SiteHead:
    """Make what every page says of the site."""
    return SiteHead(
        title=settings.title,
        base_url=settings.base_url.rstrip("/") + "/",
        email=settings.email,
        issues_url=settings.issues_url,
        licence=settings.licence,
        licence_url=settings.licence_url,
        sample=settings.sample,
        newest_year=years[0] if years else 0,
        prose=tuple(prose_names),
    )

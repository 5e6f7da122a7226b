"""What the commands print, in the language of the reader: results on stdout, everything else on stderr.

The only door to the terminal: nothing else prints, and nothing else knows in which language, or whether there is a bar.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import click

from generator import english
from generator.records.progress import Notice, Step

_WIDEST: Final = 60


def spoken(message: str) -> str:
    """Give a message in the reader's language: in Chinese, or in English where that is asked for."""
    return english.in_english(message) if english.is_wanted(os.environ) else message


def say(message: str) -> None:
    """Print a message on stderr."""
    click.echo(spoken(message), err=True)


def tell(message: str) -> None:
    """Print a result on stdout, line by line in the reader's language."""
    for line in message.split("\n"):
        click.echo(spoken(line))


def give(text: str) -> None:
    """Print what programs read, as it is."""
    click.echo(text, nl=False)


def ask(question: str, choices: Sequence[str]) -> int:
    """Ask which of several; gives its number, from 0."""
    tell(question)
    for number, choice in enumerate(choices, start=1):
        click.echo(f"  {number}. {choice}")
    answer: int = click.prompt(spoken("选第几个"), type=click.IntRange(1, len(choices)))
    return answer - 1


class Progress:
    """Takes messages about work that goes on, and shows them as is fit; `end` before anything else is printed."""

    def __init__(self, show: Callable[[str], None], end: Callable[[], None] = lambda: None) -> None:
        self._show, self.end = show, end

    def __call__(self, message: str) -> None:
        """Take a message."""
        if isinstance(message, Notice):
            self.end()
            say(message)
        else:
            self._show(message)


@contextlib.contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Show how work goes on: a bar on a terminal, lines in continuous integration, else nothing."""
    if quiet or not (sys.stderr.isatty() or os.environ.get("CI")):
        yield Progress(lambda _: None)
    elif os.environ.get("CI"):
        yield Progress(_lines())
    else:
        with _bar() as shown:
            yield shown


def _lines() -> Callable[[str], None]:
    last = ""

    def show(message: str) -> None:
        nonlocal last
        if message != last:
            say(message)
        last = message

    return show


@contextlib.contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(message: str) -> None:
            words = "".join(each if each.isprintable() else "?" for each in spoken(message))[:_WIDEST]
            if isinstance(message, Step):
                bar.update(task, description=words, completed=message.done, total=message.total)
            else:
                bar.reset(task, description=words, total=None)

        yield Progress(show, bar.stop)


class _Formatter(click.HelpFormatter):
    """Help in the reader's language: ours is Chinese, the library's is English."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is written."""
        said = _library((prefix or "Usage:").strip())
        super().write_usage(prog, args, said if said.endswith("：") else f"{said} ")

    def write_heading(self, heading: str) -> None:
        """Write the head of a list."""
        super().write_heading(_library(heading))

    def write_text(self, text: str) -> None:
        """Write what a command does."""
        super().write_text("\n\n".join(spoken(part) for part in text.split("\n\n")))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **more: Any) -> None:  # noqa: ANN401 - for the base
        """Write a list of options or commands."""
        super().write_dl([(name, _library(_ours(told))) for name, told in rows], *args, **more)


def _library(text: str) -> str:
    return text if english.is_wanted(os.environ) else english.in_chinese(text)


def _ours(told: str) -> str:
    """Say our part of an option's help; the library adds its own in brackets."""
    text, bracket, added = told.partition("  [")
    return f"{spoken(text)}{bracket}{added}"


class Context(click.Context):
    """What a command is run in."""

    formatter_class = _Formatter


def refuse(error: click.ClickException) -> None:
    """Say what is wrong with how a command was written, and where to read how it should be."""
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
        click.echo(_library(f"Try '{context.command_path} --help' for help.") + "\n", err=True)
    click.echo(_library(f"Error: {spoken(error.format_message())}"), err=True)

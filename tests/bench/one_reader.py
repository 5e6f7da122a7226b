"""The sandbox's child with the second reader of PDFs taken out, to tell what that one costs."""

from __future__ import annotations

from multiprocessing.connection import Connection
from types import MappingProxyType
from typing import Any

from generator.reading import read, sandbox


def work(connection: Connection, *arguments: Any) -> None:  # noqa: ANN401 - the sandbox's own
    """Do in a child what the sandbox does there, with one reader a file."""
    read.SECOND_READERS = MappingProxyType({})  # type: ignore[misc]
    sandbox._work(connection, *arguments)

"""Two things done at once: both are done at the end, a fault of either is told, and neither leaves the other behind."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

import pytest

from generator.publishing.meanwhile import meanwhile


def test_both_are_done_at_once_and_both_are_done_at_the_end() -> None:
    begun, met = threading.Event(), threading.Event()

    def work(_: Callable[[], bool]) -> None:
        begun.set()
        assert met.wait(60), "the body runs meanwhile"

    usual = sys.getswitchinterval()
    with meanwhile(work, alone=False):
        assert begun.wait(60)
        assert sys.getswitchinterval() < usual, "turns are short while two take them"
        met.set()
    assert sys.getswitchinterval() == usual


def test_where_nobody_helps_the_work_comes_first() -> None:
    order = []
    with meanwhile(lambda _: order.append("work"), alone=True):
        order.append("body")
    assert order == ["work", "body"]


@pytest.mark.parametrize("alone", [True, False])
def test_what_the_work_raises_is_raised(*, alone: bool) -> None:
    def work(_: Callable[[], bool]) -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"), meanwhile(work, alone=alone):
        pass


def test_a_body_that_fails_stops_the_work() -> None:
    stopped = threading.Event()

    def work(asked: Callable[[], bool]) -> None:
        while not asked():
            pass
        stopped.set()

    with pytest.raises(ValueError, match="body"), meanwhile(work, alone=False):
        raise ValueError("body")
    assert stopped.is_set()


def test_where_both_fail_both_are_told() -> None:
    def work(_: Callable[[], bool]) -> None:
        raise OSError("full")

    with pytest.raises(ValueError, match="body") as raised, meanwhile(work, alone=False):
        raise ValueError("body")
    assert raised.value.__notes__ == ["OSError: full"]

"""Work spread over processes of this machine, or of others: results in order, lost workers made good."""

from __future__ import annotations

import atexit
import contextlib
import gc
import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, Self, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_FEW: Final = 24
"""So many tasks are done before anybody else is asked: loading the program anew takes as long."""
SELDOM: Final = (100_000, 20, 100)
"""When to look for cycles in a build: nearly all that it makes is let go by itself, or lives until its end."""
_AHEAD: Final = 4
"""How many tasks a worker may have before it, so that what they are made of does not pile up."""


class LostError(RuntimeError):
    """A task has ended its worker twice, the second time alone."""


class Spread(Protocol):
    """Does `work` on every task, in any process, and gives the results in the order of the tasks."""

    def __call__(
        self,
        work: Callable[[Task], Result],
        tasks: Iterable[Task],
        lost: Callable[[Task], Result] | None = None,
        /,
    ) -> Iterator[Result]:
        """Begin. `work` is a function of a module, which other processes can import.

        `lost` gives the result of a task that has ended its worker twice; without it that raises `LostError`.
        """


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works: makes an executor for so many workers. `lost` are the errors that say that a worker is gone."""

    begin: Callable[[], Executor]
    workers: int
    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)
    few: int = _FEW


def threads(jobs: int) -> Crew:
    """Let `jobs` threads of this process work, for work that other processes do."""
    return Crew(lambda: ThreadPoolExecutor(jobs), jobs, few=2)


def processes(jobs: int) -> Crew:
    """Let `jobs` processes of this machine work."""
    return Crew(lambda: _processes(jobs), jobs)


def _processes(jobs: int) -> Executor:
    fresh = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=fresh, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """End when the process that asks for work has ended, however it did: nobody may write on for it.

    An interrupt from the keyboard is that process' to answer. Cycles are looked for as seldom as there. When all is
    done this one goes without taking down piece by piece what it holds, which took as long as ten agencies.
    """
    atexit.register(os._exit, 0)
    gc.set_threshold(*SELDOM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_wait_for_end, args=(parent,), daemon=True).start()


def _wait_for_end(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


@contextlib.contextmanager
def spread_over(crew: Crew) -> Iterator[Spread]:
    """Give what spreads work over a crew, which goes home at the end. One worker alone is this process itself."""
    with contextlib.ExitStack() as stack:
        at_work: list[_Workers] = []

        def spread(
            work: Callable[[Task], Result],
            tasks: Iterable[Task],
            lost: Callable[[Task], Result] | None = None,
            /,
        ) -> Iterator[Result]:
            tasks = iter(tasks)
            first = list(itertools.islice(tasks, crew.few))
            if crew.workers == 1 or len(first) < crew.few:
                return map(work, itertools.chain(first, tasks))
            workers = next((each for each in at_work if each.line is None), None)
            if workers is None:
                workers = stack.enter_context(_Workers(crew))
                at_work.append(workers)
            return _Line(workers, work, lost).results(itertools.chain(first, tasks))

        yield spread


class _Workers:
    """An executor, which does one line of tasks after another. `line` is the one that waits before it."""

    def __init__(self, crew: Crew) -> None:
        self.crew, self.executor = crew, crew.begin()
        self.line: _Line[Any, Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def renew(self) -> None:
        self._end()
        self.executor = self.crew.begin()

    def _end(self) -> None:
        if self.line:
            self.line.cancel()
        self.executor.shutdown()


class _Line(Generic[Task, Result]):
    """Tasks that wait before workers."""

    def __init__(
        self, workers: _Workers, work: Callable[[Task], Result], lost: Callable[[Task], Result] | None = None
    ) -> None:
        self._workers, self._work, self._lost = workers, work, lost
        self._crew = workers.crew
        self._waiting: deque[tuple[Task, Future[Result]]] = deque()
        workers.line = self

    def results(self, tasks: Iterable[Task]) -> Iterator[Result]:
        for task in tasks:
            self._waiting.append((task, self._submitted(task)))
            if len(self._waiting) >= self._crew.workers * _AHEAD:
                yield self._next()
        while self._waiting:
            yield self._next()
        self._workers.line = None

    def cancel(self) -> None:
        for _, future in self._waiting:
            future.cancel()

    def _submitted(self, task: Task) -> Future[Result]:
        try:
            return self._workers.executor.submit(self._work, task)
        except self._crew.lost as error:
            failed: Future[Result] = Future()
            failed.set_exception(error)
            return failed

    def _next(self) -> Result:
        task, future = self._waiting.popleft()
        try:
            return future.result()
        except self._crew.lost:
            return self._alone(task)

    def _alone(self, task: Task) -> Result:
        """Begin anew after a loss: this task alone, so that one that ends its worker is found out; then the rest."""
        self._workers.renew()
        try:
            return self._workers.executor.submit(self._work, task).result()
        except self._crew.lost as error:
            self._workers.renew()
            if self._lost is None:
                raise LostError(f"{task}") from error
            return self._lost(task)
        finally:
            self._waiting = deque((other, self._again(other, future)) for other, future in self._waiting)

    def _again(self, task: Task, future: Future[Result]) -> Future[Result]:
        return self._submitted(task) if future.cancelled() or future.exception() else future

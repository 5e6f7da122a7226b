"""Runs the tests once to see which functions each reaches, then each mutant in a forked child with those tests alone.

The tests are collected once. A child plants its fault, runs the tests that reach it, the quickest first, until one
fails, and ends. Its processor time is bounded: a fault that runs for ever is noticed.
"""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import os
import pickle
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Final

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants_planted import Mutant, forget, modules, path_of, plant

FOLDERS: Final = ("tests/checking", "tests/records/test_figures.py", "tests/publishing/test_gate.py")
SHARING: Final = "test_faults.py"
"""The file whose tests look, one by one, at what the first of them has worked out."""
SLOW: Final = (SHARING, "test_laws.py", "test_damaged_copies.py", "::test_a_waiver_lets", "::test_the_page_of")
_SPARE_SECONDS: Final = 20
_SOME: Final = 10
_MOST_SECONDS: Final = 40.0

Told = Callable[[Mutant, bool], None]


@dataclass(slots=True)
class Reach:
    """The tests of each function (its module, first and last line), and the processor seconds each test takes."""

    functions: dict[tuple[str, int, int], set[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def tests_of(self, mutant: Mutant, *, slow: bool) -> list[str]:
        """Give the tests that reach a mutant, the quickest first; unless `slow`, as many as take forty seconds.

        A line may be that of a function and of a comprehension in it: whatever enters either is asked. What stands
        outside all functions is also asked of the module's own test files.
        """
        around = [each for each in self.functions if each[0] == mutant.module]
        if mutant.inside:
            around = [each for each in around if each[1] <= mutant.line <= each[2]]
        found = {test for each in around for test in self.functions[each]}
        own = _own_files(mutant.module)
        if not mutant.inside:
            found |= {test for test in self.seconds if test.startswith(own)}
        if any(SHARING in test for test in found):
            found |= {test for test in self.seconds if SHARING in test}
        ordered = sorted(found, key=lambda test: (SHARING in test, not test.startswith(own), self.seconds[test], test))
        if slow:
            return ordered
        spent = itertools.accumulate(self.seconds[test] for test in ordered)
        return [test for test, seconds in zip(ordered, spent, strict=True) if seconds <= _MOST_SECONDS]


@functools.cache
def _own_files(module: str) -> tuple[str, ...]:
    """Name the test files that import something of a module, or bear its name: they are asked first."""
    root = Path(__file__).parent.parent
    name = module.rpartition(".")[2]
    files = [
        path for each in FOLDERS for path in ([root / each] if each.endswith(".py") else (root / each).glob("*.py"))
    ]
    own = [
        path for path in files if path.stem == f"test_{name}" or f"{module} import" in path.read_text(encoding="utf-8")
    ]
    return tuple(str(path.relative_to(root)) for path in own if path.name not in SLOW)


class Runner:
    """A plug-in of pytest that runs mutants in the place of the tests."""

    def __init__(self, mutants: Sequence[Mutant], told: Told, kept: Path, *, slow: bool) -> None:
        self._mutants, self._told, self._kept, self._slow = mutants, told, kept, slow

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn what the tests reach, then try every mutant."""
        asked = [item for item in session.items if self._slow or not any(each in item.nodeid for each in SLOW)]
        reach = self._reach(asked)
        items = {item.nodeid: item for item in asked}
        if _noticed(None, asked[::_SOME], _SPARE_SECONDS * _SOME):
            pytest.exit("tests fail in a child without any mutant", 1)
        for mutant in self._mutants:
            tests = reach.tests_of(mutant, slow=self._slow)
            bound = 4 * sum(reach.seconds[test] for test in tests) + _SPARE_SECONDS
            self._told(mutant, _noticed(mutant, [items[test] for test in tests], round(bound)))
        return True

    def _reach(self, items: Sequence[pytest.Item]) -> Reach:
        """Give what was learned of the same tests and the same program before, or learn it."""
        if self._kept.is_file():
            known: Reach = pickle.loads(self._kept.read_bytes())  # noqa: S301 - our own file
            return known
        reach = learn(items, modules())
        self._kept.parent.mkdir(exist_ok=True)
        self._kept.write_bytes(pickle.dumps(reach))
        return reach


def _last_line(code: CodeType) -> int:
    return max((line for _, _, line in code.co_lines() if line), default=code.co_firstlineno)


def learn(items: Sequence[pytest.Item], names: Sequence[str]) -> Reach:
    """Run every test once on the sound program. A test that fails there ends it all."""
    files = {str(path_of(module)): module for module in names}
    reach, entered = Reach(), set[CodeType]()

    def trace(frame: FrameType, event: str, argument: object) -> None:
        del event, argument
        if frame.f_code.co_filename in files:
            entered.add(frame.f_code)

    for item, following in zip(items, [*items[1:], None], strict=True):
        forget()
        entered.clear()
        begun = time.process_time()
        sys.settrace(trace)
        passed = _passes(item, following)
        sys.settrace(None)
        if not passed:
            pytest.exit(f"this test fails without any mutant: {item.nodeid}", 1)
        reach.seconds[item.nodeid] = time.process_time() - begun
        for code in entered:
            place = (files[code.co_filename], code.co_firstlineno, _last_line(code))
            reach.functions.setdefault(place, set()).add(item.nodeid)
    return reach


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    return all(report.passed or report.skipped for report in runtestprotocol(item, log=False, nextitem=following))


def _noticed(mutant: Mutant | None, items: Sequence[pytest.Item], seconds: int) -> bool:
    """Tell whether a test notices a mutant: one of them fails, or the child runs on without end or dies."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            code = 0 if _survives(mutant, items) else 1
        os._exit(code)
    return os.waitpid(child, 0)[1] != 0


def _survives(mutant: Mutant | None, items: Sequence[pytest.Item]) -> bool:
    if mutant and not plant(mutant):
        return True
    for item, following in zip(items, [*items[1:], None], strict=False):
        with contextlib.suppress(pytest.skip.Exception):
            _run(item, following)
    return True


def _run(item: pytest.Item, following: pytest.Item | None) -> None:
    """Run a test without any report of it: what it raises tells enough."""
    if isinstance(item, pytest.Function):
        item._initrequest()
    item.ihook.pytest_runtest_setup(item=item)
    item.ihook.pytest_runtest_call(item=item)
    item.ihook.pytest_runtest_teardown(item=item, nextitem=following)


def run(mutants: Sequence[Mutant], told: Told, kept: Path, *, slow: bool) -> None:
    """Try mutants one after the other; `told` hears of each. What tests reach is kept in the file `kept`."""
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "--no-header",
        "--no-summary",
        "--assert=plain",
        "--tb=no",
    ]
    root = Path(__file__).parent.parent
    code = pytest.main(
        [*options, *(str(root / each) for each in FOLDERS)], plugins=[Runner(mutants, told, kept, slow=slow)]
    )
    if code != pytest.ExitCode.OK:
        sys.exit(f"the tests could not be run: {code}")

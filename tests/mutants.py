"""Mutation testing of checks, comparison and figures: small faults put into the program, one at a time.

`python -m tests.mutants` plants every mutant and runs the tests that bear on its module, in a child process each; one
that no test notices has survived. `--sample N` takes N of them at random, `--module NAME` those of one module,
`--write` renews the summary that is kept beside this file. It takes an hour or so; `make mutants` runs it.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
SUMMARY: Final = Path(__file__).with_name("mutants.md")
CHECKING: Final = "tests/checking"
FIRST: Final = ("test_every_check.py",)
OWN: Final = {
    "test_dates.py": ("dates", "identity", "thresholds"),
    "test_years.py": ("years", "jumps", "series", "subject"),
    "test_texts.py": (
        "children",
        "claimed",
        "content",
        "level_words",
        "narrative",
        "outliers",
        "plausibility",
        "text_sums",
    ),
    "test_narrative.py": ("narrative", "claimed"),
    "test_structure.py": ("structure",),
    "test_cells.py": ("cells",),
}
"""Which modules a file of tests is about, where it does not import them by name."""
SLOW: Final = ("test_faults.py", "test_laws.py")
SECONDS: Final = 240
PRELOADED: Final = ("hypothesis", "playwright.sync_api", "generator.records.portal", "generator.reading.claims")
SWAPPED: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the module, the line, what was changed, and the changed source."""

    module: str
    line: int
    what: str
    source: str


def modules() -> list[str]:
    """Name the modules under test."""
    names = sorted(path.stem for path in (ROOT / "generator/checking").glob("*.py") if path.stem != "__init__")
    return [*(f"generator.checking.{name}" for name in names), "generator.records.figures"]


def path_of(module: str) -> Path:
    """Give a module's file."""
    return ROOT / (module.replace(".", "/") + ".py")


def mutants_of(module: str) -> Iterator[Mutant]:
    """Give every mutant of a module."""
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    decorators = {inner for node in ast.walk(tree) for each in _decorators(node) for inner in ast.walk(each)}
    for number, node in enumerate(ast.walk(tree)):
        for what in _changes(node) if node not in decorators else ():
            changed = copy.deepcopy(tree)
            target = next(other for at, other in enumerate(ast.walk(changed)) if at == number)
            _change(target, what)
            line = getattr(node, "lineno", 0)
            yield Mutant(module, line, f"{what}: {ast.unparse(node)[:70]}".replace("\n", " "), ast.unparse(changed))


def _decorators(node: ast.AST) -> list[ast.expr]:
    """Give what decorates a class or function: frozen or not, cached or not is no behaviour."""
    return node.decorator_list if isinstance(node, (ast.ClassDef, ast.FunctionDef)) else []


def _changes(node: ast.AST) -> Iterator[str]:
    """Name what can be changed about a node."""
    if isinstance(node, ast.Compare):
        yield from (f"operator {n}" for n, op in enumerate(node.ops) if type(op) in SWAPPED)
    elif isinstance(node, (ast.BoolOp, ast.BinOp)) and type(node.op) in SWAPPED:
        yield "operator"
    elif isinstance(node, (ast.If, ast.IfExp)):
        yield "condition"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not"
    elif isinstance(node, ast.comprehension):
        yield from (f"filter {n}" for n in range(len(node.ifs)))
    elif isinstance(node, ast.Constant) and isinstance(node.value, (bool, int)):
        yield "constant"


def _change(node: ast.AST, what: str) -> None:
    _, _, number = what.partition(" ")
    if isinstance(node, ast.Compare):
        node.ops[int(number)] = SWAPPED[type(node.ops[int(number)])]()  # type: ignore[call-overload]
    elif isinstance(node, (ast.BoolOp, ast.BinOp)):
        node.op = SWAPPED[type(node.op)]()  # type: ignore[assignment]
    elif isinstance(node, (ast.If, ast.IfExp)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.UnaryOp):
        node.operand = ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.comprehension):
        del node.ifs[int(number)]
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else int(str(node.value)) + 1


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module from changed source, all others as they are."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        del path, target
        if fullname != self._mutant.module or not self._mutant.source:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(path_of(fullname)))

    def exec_module(self, module: ModuleType) -> None:
        file = path_of(self._mutant.module)
        module.__file__ = str(file)
        exec(compile(self._mutant.source, str(file), "exec"), module.__dict__)  # noqa: S102 - our own source


def tests_of(module: str) -> list[list[str]]:
    """Give the tests that bear on a module, in rounds: quick ones first, the next only for what survives them."""
    name = module.rpartition(".")[2]
    if module.endswith("figures"):
        return [["tests/records/test_figures.py"]]
    every = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / CHECKING).glob("test_*.py"))}
    named = {each for each, text in every.items() if f"checking.{name} import" in text or name in OWN.get(each, ())}
    own = sorted(named - {*FIRST, *SLOW})
    others = [each for each in every if each not in {*FIRST, *own, *SLOW}]
    rounds = ([*FIRST, *own], others, [each for each in SLOW if each in every])
    return [[f"{CHECKING}/{each}" for each in names] for names in rounds]


def killed(mutant: Mutant, rounds: int) -> bool:
    """Tell whether any test of the first `rounds` rounds notices a mutant."""
    return any(_fails(mutant, tests) for tests in tests_of(mutant.module)[:rounds])


def _fails(mutant: Mutant, tests: list[str]) -> bool:
    child = os.fork()
    if child == 0:
        _run(mutant, tests)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _run(mutant: Mutant, tests: list[str]) -> None:
    """Run tests in this child on a mutant, and end."""
    sys.meta_path.insert(0, _Planted(mutant))
    for name in [name for name in sys.modules if name.startswith("generator.checking") or name == mutant.module]:
        del sys.modules[name]
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--no-header", "--assert=plain"]
    said, code = io.StringIO(), -1
    with contextlib.suppress(BaseException), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = int(pytest.main([*options, *tests]))
    if not mutant.source and code != 0:
        os.write(1, said.getvalue().encode()[-2000:])
    os._exit(0 if code == 0 else 1)


def summary(found: dict[str, list[tuple[Mutant, bool]]], total: int) -> str:
    """Write what came of it."""
    every = [each for results in found.values() for each in results]
    dead = sum(gone for _, gone in every)
    lines = [
        "# Mutants",
        "",
        "Written by `make mutants`: small faults planted in checks, comparison and figures, and what tests noticed.",
        "",
        f"{len(every)} of {total} possible mutants tried, {dead} killed ({dead / max(1, len(every)):.1%}).",
        "",
        "| module | tried | killed |",
        "|---|---|---|",
    ]
    lines += [f"| `{name}` | {len(each)} | {sum(gone for _, gone in each)} |" for name, each in found.items()]
    survivors = [mutant for mutant, gone in every if not gone]
    lines += ["", "Survivors:", "", *(f"- `{m.module}` line {m.line}, {m.what}" for m in survivors)]
    return "\n".join(lines) + "\n"


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", action="append")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args(arguments)


def chosen(options: argparse.Namespace, every: list[Mutant]) -> list[Mutant]:
    """Give the mutants to try: all, or a sample, module by module."""
    if not options.sample:
        return every
    picked = random.Random(options.seed).sample(every, min(options.sample, len(every)))  # noqa: S311
    return sorted(picked, key=lambda mutant: (mutant.module, mutant.line))


def main(arguments: list[str] | None = None) -> int:
    """Plant mutants, print the survivors as they come, and the summary; 1 when fewer than nine in ten were killed."""
    options = options_of(arguments)
    for name in PRELOADED:
        importlib.import_module(name)
    names = [name for name in modules() if not options.module or name.rpartition(".")[2] in options.module]
    every = [mutant for name in names for mutant in mutants_of(name)]
    sound = dict.fromkeys(test for name in names for tests in tests_of(name)[: options.rounds] for test in tests)
    if _fails(Mutant(names[0], 0, "nothing", ""), list(sound)):
        sys.exit("the tests fail without any mutant")
    found: dict[str, list[tuple[Mutant, bool]]] = {}
    for mutant in chosen(options, every):
        gone = killed(mutant, options.rounds)
        found.setdefault(mutant.module, []).append((mutant, gone))
        if not gone:
            print(f"survived {mutant.module}:{mutant.line} {mutant.what}", flush=True)  # noqa: T201
    text = summary(found, len(every))
    print(text)  # noqa: T201
    if options.write:
        SUMMARY.write_text(text, encoding="utf-8")
    tried = [gone for results in found.values() for _, gone in results]
    return int(sum(tried) < 0.9 * len(tried))


if __name__ == "__main__":
    sys.exit(main())

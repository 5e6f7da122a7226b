"""Plants one small fault into a module that is already loaded, so that tests need not be collected again.

Functions get changed code, whoever holds them; constants of a module are replaced wherever they were imported to.
"""

from __future__ import annotations

import ast
import copy
import functools
import gc
import importlib
import re
import sys
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Final

ROOT: Final = Path(__file__).parent.parent
_SWAPPED: Final[dict[type[ast.AST], type[ast.AST]]] = {
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
_PLAIN: Final = (bool, int, float, str, bytes, Decimal, Fraction, re.Pattern, types.NoneType)
_CACHES: Final = ("generator.checking", "generator.records.figures", "tests.checking", "tests.records")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: its module, the node of the module's tree that changes, how, and where it stands.

    `inside` says that this is within a function.
    """

    module: str
    node: int
    what: str
    line: int
    text: str
    inside: bool


def modules() -> list[str]:
    """Name the modules under test."""
    names = sorted(path.stem for path in (ROOT / "generator/checking").glob("*.py") if path.stem != "__init__")
    return [*(f"generator.checking.{name}" for name in names), "generator.records.figures"]


def path_of(module: str) -> Path:
    """Give a module's file."""
    return ROOT / (module.replace(".", "/") + ".py")


def mutants_of(module: str) -> Iterator[Mutant]:
    """Give every mutant of a module, in the order of its tree."""
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    left_out = {inner for node in ast.walk(tree) for each in _no_behaviour(node) for inner in ast.walk(each)}
    for number, node in enumerate(ast.walk(tree)):
        for what in _changes(node) if node not in left_out else ():
            statement = _statement(node, above)
            text = ast.unparse(node)[:70].replace("\n", " ")
            line = getattr(node, "lineno", statement.lineno)
            yield Mutant(module, number, what, line, text, _in_function(node, above))


def _no_behaviour(node: ast.AST) -> list[ast.AST]:
    """Give what is no behaviour: decorators (frozen or cached), and what `zip` would do if its sides were unequal."""
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        return list(node.decorator_list)
    return [node] if isinstance(node, ast.keyword) and node.arg == "strict" else []


def _statement(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> ast.stmt:
    while not isinstance(node, ast.stmt):
        node = above[node]
    return node


def _in_function(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> bool:
    """Tell whether a node runs when a function is called, not when its module is loaded."""
    while node in above:
        inner, node = node, above[node]
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            body = node.body if isinstance(node.body, list) else [node.body]
            if inner in body:
                return True
    return False


def _changes(node: ast.AST) -> Iterator[str]:
    """Name what can be changed about a node."""
    if isinstance(node, ast.Compare):
        yield from (f"operator {n}" for n, op in enumerate(node.ops) if type(op) in _SWAPPED)
    elif isinstance(node, (ast.BoolOp, ast.BinOp)) and type(node.op) in _SWAPPED:
        yield "operator"
    elif isinstance(node, (ast.If, ast.IfExp)):
        yield "condition"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not"
    elif isinstance(node, ast.comprehension):
        yield from (f"filter {n}" for n in range(len(node.ifs)))
    elif isinstance(node, ast.Constant) and isinstance(node.value, (bool, int)):
        yield "constant"


def changed(mutant: Mutant) -> CodeType:
    """Give the code of a module with the fault in it; lines keep their numbers."""
    file = path_of(mutant.module)
    tree = copy.deepcopy(ast.parse(file.read_text(encoding="utf-8")))
    _change(next(node for at, node in enumerate(ast.walk(tree)) if at == mutant.node), mutant.what)
    return compile(ast.fix_missing_locations(tree), str(file), "exec")


def _change(node: ast.AST, what: str) -> None:
    _, _, number = what.partition(" ")
    if isinstance(node, ast.Compare):
        node.ops[int(number)] = _SWAPPED[type(node.ops[int(number)])]()  # type: ignore[call-overload]
    elif isinstance(node, (ast.BoolOp, ast.BinOp)):
        node.op = _SWAPPED[type(node.op)]()  # type: ignore[assignment]
    elif isinstance(node, (ast.If, ast.IfExp)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.UnaryOp):
        node.operand = ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.comprehension):
        del node.ifs[int(number)]
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else int(str(node.value)) + 1


def plant(mutant: Mutant) -> bool:
    """Put a fault into the loaded module; tell whether anything of it changed. Only for a process that ends soon."""
    code = changed(mutant)
    module = importlib.import_module(mutant.module)
    done = _plant_code(code) if mutant.inside else _plant_values(code, module)
    forget()
    return done


def _plant_code(code: CodeType) -> bool:
    codes = {(each.co_qualname, each.co_firstlineno): each for each in _codes(code)}
    done = False
    for function in _functions():
        old = function.__code__
        new = codes.get((old.co_qualname, old.co_firstlineno)) if old.co_filename == code.co_filename else None
        if new is not None and new != old and new.co_freevars == old.co_freevars:
            function.__code__ = new
            done = True
    return done


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _functions() -> list[FunctionType]:
    return [each for each in gc.get_objects() if isinstance(each, FunctionType)]


def _plant_values(code: CodeType, module: ModuleType) -> bool:
    """Load the changed module beside the sound one, and put what came out differently in the sound one's place."""
    beside = ModuleType(module.__name__)
    beside.__file__ = module.__file__
    sys.modules[module.__name__] = beside
    try:
        exec(code, beside.__dict__)  # noqa: S102 - our own source
    finally:
        sys.modules[module.__name__] = module
    done = [_plant_value(module, name, new) for name, new in vars(beside).items() if not name.startswith("__")]
    return any(done)


def _plant_value(module: ModuleType, name: str, new: object) -> bool:
    old = vars(module).get(name)
    if isinstance(old, FunctionType) and isinstance(new, FunctionType):
        return _plant_defaults(old, new)
    if isinstance(old, type) and isinstance(new, type):
        inners = [(inner, vars(new)[each]) for each, inner in vars(old).items() if isinstance(inner, FunctionType)]
        return sum(_plant_defaults(*each) for each in inners) > 0
    if not _is_plain(old) or old == new:
        return False
    for other in list(sys.modules.values()):
        if vars(other).get(name) is old and other.__name__.startswith(("generator.", "tests.")):
            setattr(other, name, new)
    return True


def _plant_defaults(old: FunctionType, new: FunctionType) -> bool:
    same = _is_plain(old.__defaults__) and old.__defaults__ == new.__defaults__
    if (same or not _is_plain(old.__defaults__)) and old.__kwdefaults__ == new.__kwdefaults__:
        return False
    old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__
    return True


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(_is_plain(each) for pair in value.items() for each in pair)
    if isinstance(value, (tuple, list, set, frozenset, range)):
        return all(map(_is_plain, value))
    return isinstance(value, _PLAIN)


def forget() -> None:
    """Empty what functions remember, and tables that fill themselves, in the checks and in their tests."""
    caches, tables = _caches()
    for cache in caches:
        cache.cache_clear()
    for table in tables:
        table.clear()


@functools.cache
def _caches() -> tuple[list[functools._lru_cache_wrapper[object]], list[dict[object, object]]]:
    """Find all caches and all tables that fill themselves; only once everything is loaded."""
    every = gc.get_objects()
    caches = [each for each in every if isinstance(each, functools._lru_cache_wrapper)]
    tables = [each for each in every if isinstance(each, dict) and hasattr(type(each), "__missing__")]
    return (
        [each for each in caches if each.__module__.startswith(_CACHES) and each is not _caches],
        [each for each in tables if type(each).__module__.startswith(_CACHES)],
    )

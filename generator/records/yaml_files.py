"""YAML in and out, the only door to yaml and jsonschema_rs.

YAML 1.1 reads `010` as 8, `NO` as false, `1:30` as 90, keeps the last of two equal keys and lets merge keys explode.
Here plain scalars are whole numbers, decimals, `true`, `false`, or text; everything else must be quoted. Aliases, tags,
merge keys, nulls and duplicate keys are refused, each with its line.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import yaml

from generator.records import plain_yaml
from generator.records.errors import ContentError, Problem
from generator.records.own_files import UNWRITABLE, read_text
from generator.records.schema_words import told

_DEEPEST: Final = 40
_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,99}")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,99})\.[0-9]{1,100}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DEEP_BLOCK: Final = re.compile(r"^[ \t]*(?:[-?:][ \t]+){20}|^[ \t]{200}", re.MULTILINE)
_STRING_TAG: Final = "tag:yaml.org,2002:str"
_QUOTE_IT: Final = "若是文字或代码，请加引号；若是数字，请写成普通十进制数。"

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML file's data, with the line (from 1) on which each value begins, by its path of keys and positions."""

    name: str
    data: Any
    lines: Mapping[Path_, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int | None:
        """Give the line of the value at `path`, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def problem(self, path: Path_, what: str, remedy: str) -> Problem:
        """Say that the value at `path` is in error."""
        return Problem(self.name, self.line(*path), what, remedy)


def load(path: Path, name: str | None = None) -> Located:
    """Read a YAML file. `name` is what messages call it. Raises `ContentError` with every fault found."""
    return loads(read_text(path, name), name or str(path))


def loads(text: str, name: str) -> Located:
    """Read YAML text; see `load`. Lines of what we wrote ourselves are only looked for when somebody asks."""
    data = plain_yaml.read(text, atom)
    return read_carefully(text, name) if data is None else Located(name, data, _LaterLines(text, name))


class _LaterLines(Mapping[Path_, int]):
    """On which line each value begins, worked out when first asked."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name

    @functools.cached_property
    def _lines(self) -> Mapping[Path_, int]:
        return read_carefully(self._text, self._name).lines

    def __getitem__(self, path: Path_) -> int:
        return self._lines[path]

    def __iter__(self) -> Iterator[Path_]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def read_carefully(text: str, name: str) -> Located:
    """Read YAML text of any layout by the library's parser, with the line of each value; every fault is named."""
    _refuse_deep(text, name)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = f"YAML 写法有误：{getattr(error, 'problem', None) or error}。"
        raise ContentError(
            [Problem(name, mark.line + 1 if mark else None, what, "请检查这一行的缩进、冒号和引号。")]
        ) from None
    reader = _Reader(name)
    data = reader.value(node, ()) if node is not None else None
    if reader.problems:
        raise ContentError(reader.problems)
    return Located(name, data, reader.lines)


def load_resource(anchor: str, name: str) -> Any:  # noqa: ANN401 - the shape is that of the file
    """Read a YAML data file of the program: `load_resource("generator.records", "forms/2021.yaml")`."""
    text = resources.files(anchor).joinpath(name).read_text(encoding="utf-8")
    return loads(text, name).data


def _refuse_deep(text: str, name: str) -> None:
    depth = deepest = 0
    for character in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if character in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    if deepest > _DEEPEST or _DEEP_BLOCK.search(text):
        raise ContentError([Problem(name, None, "嵌套过深，不予读取。", f"请把层次减到 {_DEEPEST} 层以内。")])


class _Reader:
    """Turns a composed node tree into data, noting lines and every fault."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: Path_) -> Any:  # noqa: ANN401 - YAML holds any shape
        self.lines[path] = node.start_mark.line + 1
        if id(node) in self._seen:
            return self._fault(node, "用了别名（*）。", "请把内容写全。")
        self._seen.add(id(node))
        match node:
            case yaml.MappingNode():
                return dict(self._pairs(node, path))
            case yaml.SequenceNode():
                return [self.value(item, (*path, position)) for position, item in enumerate(node.value)]
            case _ if UNWRITABLE.search(node.value):
                return self._fault(node, "含有不可见的控制字符。", "请删去这个字符。")
            case _:
                return self._scalar(node)

    def _pairs(self, node: yaml.MappingNode, path: Path_) -> Iterator[tuple[str, Any]]:
        known: set[str] = set()
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or key_node.tag == "tag:yaml.org,2002:merge":
                self._fault(key_node, "键只能是文字，也不能用合并键（<<）。", "请把内容写全。")
            elif UNWRITABLE.search(key):
                self._fault(key_node, "键里含有不可见的控制字符。", "请删去这个字符。")
            elif key in known:
                self._fault(key_node, f"键“{key}”重复。", "请只留一个。")
            else:
                known.add(key)
                yield key, self.value(value_node, (*path, key))

    def _scalar(self, node: yaml.Node) -> Any:  # noqa: ANN401
        text: str = node.value
        if getattr(node, "style", None) in {"'", '"', "|", ">"}:
            return text
        if (value := _plain(text, node.tag)) is not None:
            return value
        if node.tag == "tag:yaml.org,2002:null":
            return self._fault(node, "这里没有值。", "请写上值，或删去这一行。")
        return self._fault(node, f"“{text}”在 YAML 中有别的含义。", _QUOTE_IT)

    def _fault(self, node: yaml.Node, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.name, node.start_mark.line + 1, what, remedy))


def _plain(text: str, tag: str) -> str | int | Decimal | None:
    """Give the value of a plain scalar that YAML takes for a `tag`; None where the two would not mean the same."""
    if tag == _STRING_TAG or _DATE.fullmatch(text):
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text == "true" if text in {"true", "false"} else None


@functools.lru_cache(maxsize=4096)
def atom(text: str) -> str | int | Decimal | None:
    """Give the value of plain text that does not begin with a Han character; None where it is not plainly one."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return _plain(text, tag)


_RESOLVER: Final = yaml.resolver.Resolver()


@functools.cache
def schema(name: str) -> dict[str, Any]:
    """Give the JSON Schema `name` (record, registry, portal, …) that the program ships."""
    text = resources.files("generator.records").joinpath(f"schemas/{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@functools.cache
def _validator(name: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema(name), validate_formats=True)


def faults(located: Located, schema_name: str) -> list[Problem]:
    """Hold a file against a schema; give every fault with its line."""
    validator, data = _validator(schema_name), _for_schema(located.data)
    if validator.is_valid(data):
        return []
    return [problem for error in validator.iter_errors(data) for problem in _told(located, error)]


def _told(located: Located, error: jsonschema_rs.ValidationError) -> Iterator[Problem]:
    """Name one fault at its own line; each surplus entry is a fault of its own."""
    kind, value, path = error.kind.name, error.kind.value, tuple(error.instance_path)
    for each in value if kind == "additionalProperties" else [value]:
        what, remedy = told(kind, each, error.message)
        place = (*path, each) if kind == "additionalProperties" else path
        yield located.problem(place, f"{_where(error)}{what}", remedy)


def load_checked(path: Path, schema_name: str, name: str | None = None) -> Located:
    """Read a file and hold it against a schema. Raises `ContentError` with every fault."""
    located = load(path, name)
    if problems := faults(located, schema_name):
        raise ContentError(problems)
    return located


def _where(error: jsonschema_rs.ValidationError) -> str:
    path = ".".join(str(part) for part in error.instance_path)
    return f"{path}: " if path else ""


def _for_schema(value: Any) -> Any:  # noqa: ANN401
    match value:
        case dict():
            return {key: _for_schema(inner) for key, inner in value.items()}
        case list():
            return [_for_schema(inner) for inner in value]
        case Decimal():
            return float(value)
        case _:
            return value


class Flow(dict[str, Any]):
    """A mapping to be written on one line."""


class FlowList(list[Any]):
    """A list to be written on one line."""


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - no anchors, ever
        return True


def _decimal(dumper: yaml.CSafeDumper, value: Decimal) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")


def _flow(dumper: yaml.CSafeDumper, value: Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True)


def _flow_list(dumper: yaml.CSafeDumper, value: FlowList) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


_Dumper.add_representer(Decimal, _decimal)
_Dumper.add_representer(Flow, _flow)
_Dumper.add_representer(FlowList, _flow_list)


def dumps(data: Mapping[str, Any]) -> str:
    """Write YAML in a stable form: keys in the order given, one value a line, Han characters as they are."""
    text: str = yaml.dump(dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return text

"""What a schema finds wrong, in words that a person who keeps the file understands."""

from __future__ import annotations

from typing import Any, Final

_TYPES: Final = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "array": "列表（每项前有“-”）",
    "object": "“名称: 内容”这样的几行",
    "boolean": "true 或 false",
    "null": "空",
}
_PATTERNS: Final = {
    "^[0-9a-z-]{1,80}$": "编号：小写字母、数字和“-”，如 410822-czj",
    "^([0-9]{6}|[0-9]{9}|[0-9]{12})$": "区划代码：6 位、9 位或 12 位数字",
    "^[0-9A-Z]{18}$": "18 位的统一社会信用代码",
    r"^https?://[^\s]+$": "完整的网址，如 https://www.example.gov.cn/",
    r"^https?://[^\s?#]+$": "完整的网址，如 https://www.example.gov.cn/",
    "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$": "“月-日”，如 01-31",
}
_FORMATS: Final = {"date": "2025-01-31 这样的日期", "uri": "完整的网址"}


def told(kind: str, value: Any, message: str) -> tuple[str, str]:  # noqa: ANN401, PLR0911 - one answer for each keyword
    """Say what is wrong and what to do. `kind` is the keyword of JSON Schema, `value` what it asks for.

    `message` is the validator's own, used for kinds that people's files cannot meet.
    """
    match kind:
        case "additionalProperties":
            return f"没有“{value}”这一项。", "请检查拼写，或删去这一行。"
        case "required":
            return f"缺少“{value}”这一项。", f"请补上 {value}。"
        case "type":
            wanted = " 或 ".join(_TYPES.get(str(each), str(each)) for each in _listed(value))
            return f"这里应当是{wanted}。", "请改正；编号等以 0 开头或全是数字的文字要加引号。"
        case "enum":
            return f"不是可用的词。可用的有：{'、'.join(map(str, _listed(value)))}。", "请换成其中之一。"
        case "format":
            return f"不是{_FORMATS.get(str(value), str(value))}。", "请照样子改正。"
        case "pattern" if value in _PATTERNS:
            found = message.partition(" does not match ")[0]
            return f"{found} 不是{_PATTERNS[value]}。", "请照样子改正。"
        case "minLength" | "minItems" | "minProperties":
            return "内容太少或是空的。", "请写上内容，或删去这一项。"
        case _:
            return f"写法不合要求（{message}）。", "请照 generator/records/schemas/ 中的说明改正。"


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    return list(value) if isinstance(value, list | tuple | set) else [value]

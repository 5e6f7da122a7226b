"""A check in plain words, for the command line."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from generator.checking.checks import CHECKS, Check
from generator.checking.thresholds import limit
from generator.checking.wording import words


class UnknownCheckError(LookupError):
    """There is no check of that name. The message offers the nearest ones, or says where all are listed."""


def explain(check_id: str) -> str:
    """Explain a check in Chinese: what it looks at, formula, basis, severity, false alarms, example; no final newline.

    `check_id` may also be the check's Chinese name. Raises `UnknownCheckError`.
    """
    known = _known()
    if check_id not in known:
        raise UnknownCheckError(_unknown(check_id, known))
    check, labels = known[check_id], words("explained")
    parts = {
        "formula": check.formula,
        "severity": words("severities")[check.severity.value],
        "basis": check.basis,
        "false_alarms": check.false_alarms,
        "example": check.example,
    }
    limits = (limit(None, name) for name in check.limits)
    parts |= {f"limit {each.name}": f"{each.value} {each.unit}".rstrip() + f"。{each.why}" for each in limits}
    head = f"{check.id}  {check.name}（{check.group} {words('groups')[check.group]}）"
    return "\n".join([head, "", check.plain, "", *(f"{_label(key, labels)}：{text}" for key, text in parts.items())])


def _label(key: str, labels: Mapping[str, str]) -> str:
    part, _, name = key.partition(" ")
    return labels[part].format(name)


def _known() -> Mapping[str, Check]:
    return {name: check for check in CHECKS for name in (check.id, check.name)}


def _unknown(asked: str, known: Mapping[str, Check]) -> str:
    near = difflib.get_close_matches(asked, known, n=3, cutoff=0.5)
    names = list(dict.fromkeys(known[name].id for name in near)) or [check.id for check in CHECKS]
    return str(words("unknown_check")["near" if near else "all"]).format(asked, "、".join(names))

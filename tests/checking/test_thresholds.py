"""Limits and deadlines: defaults with reasons; what a portal sets goes before them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.checking.checks import CHECKS
from generator.checking.explain import explain
from generator.checking.thresholds import deadline, defaults, limit, threshold
from generator.records.portal import Settings
from generator.records.registry import KINDS, Agency
from generator.records.yaml_files import schema

PLAIN = Settings("门户", "https://example.org/")


def test_every_default_has_its_reason_and_its_place_in_the_schema() -> None:
    allowed = schema("portal")["properties"]["thresholds"]
    assert allowed["properties"].keys() == defaults().keys()
    assert allowed["additionalProperties"] is False
    for entry in defaults().values():
        assert entry["why"].endswith("。")
        assert entry["value"] > 0


def test_a_portal_s_own_threshold_goes_first() -> None:
    own = Settings("门户", "https://example.org/", thresholds={"jump_ratio": 2.5})
    assert threshold(PLAIN, "jump_ratio") == 3
    assert threshold(own, "jump_ratio") == Decimal("2.5")
    assert threshold(own, "jump_floor_fees") == 100
    with pytest.raises(KeyError):
        threshold(PLAIN, "no_such_threshold")


def test_the_sample_portal_names_every_default_with_its_reason(project: Path) -> None:
    text = (project / "content/portal.yaml").read_text(encoding="utf-8")
    for name, entry in defaults().items():
        assert f"#   {name}: {entry['value']}  # {entry['why']}" in text


@pytest.mark.parametrize(
    ("kind", "level", "year", "day"),
    [
        ("department", "county", 2024, "2025-01-31"),
        ("office", "", 2024, "2025-01-31"),
        ("institution", "county", 2024, "2025-01-31"),
        ("central", "central", 2019, "2020-01-31"),
        ("government", "county", 2024, "2025-03-31"),
        ("government", "province", 2024, "2025-03-31"),
        ("government", "township", 2024, ""),
        ("government", "", 2024, ""),
        ("subdistrict", "township", 2024, ""),
        ("zone", "county", 2024, ""),
        ("other", "county", 2024, ""),
        ("government", "township", 2018, "2019-03-31"),
        ("department", "county", 2018, "2019-03-31"),
        ("department", "county", 2019, "2020-01-31"),
    ],
)
def test_the_law_s_last_day(kind: str, level: str, year: int, day: str) -> None:
    assert deadline(PLAIN, Agency("a", "某机关", kind, level=level), year) == day


def test_a_portal_s_own_day_goes_first_and_that_of_a_kind_before_that_of_a_level() -> None:
    own = Settings("门户", "https://example.org/", deadlines={"township": "02-20", "subdistrict": "02-10"})
    assert deadline(own, Agency("a", "某镇", "government", level="township"), 2024) == "2025-02-20"
    assert deadline(own, Agency("a", "某街道", "subdistrict", level="township"), 2024) == "2025-02-10"
    assert deadline(own, Agency("a", "某局", "department", level="county"), 2024) == "2025-01-31"


def test_deadlines_can_be_set_for_every_kind_and_level() -> None:
    allowed = schema("portal")["properties"]["deadlines"]["properties"]
    assert allowed.keys() == {*KINDS, "province", "prefecture", "county", "township"}


def test_every_threshold_is_told_by_the_checks_that_go_by_it() -> None:
    told = {name for check in CHECKS for name in check.limits}
    assert told == defaults().keys()


def test_a_check_tells_the_limit_in_force_and_the_default() -> None:
    own = Settings("门户", "https://example.org/", thresholds={"jump_ratio": 5, "jump_floor_fees": 100})
    assert (limit(own, "jump_ratio").value, limit(own, "jump_ratio").default) == ("5", "3")
    assert limit(own, "jump_ratio").own
    assert not limit(own, "jump_floor_fees").own
    assert not limit(PLAIN, "jump_ratio").own
    assert limit(None, "jump_floor_fees").unit == "万元"
    said = explain("year-on-year-jump")
    for name in ("jump_ratio", "jump_floor_applications", "jump_floor_decisions", "jump_floor_fees"):
        assert f"界限 {name}：{defaults()[name]['value']}" in said
        assert defaults()[name]["why"] in said

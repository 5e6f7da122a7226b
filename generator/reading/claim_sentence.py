"""What the words of one sentence settle for the figures behind them."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.reading.claim_scope import Scope
from generator.reading.claim_settling import Draft
from generator.reading.claim_units import Unit


@dataclass(slots=True)
class Sentence:
    """What holds until the next full stop; `host` is what was spoken of before 其中, up to the next semicolon."""

    outcomes: bool
    year: int | None = None
    aside: int | None = None
    past: bool = False
    reason: bool = False
    aim: bool = False
    judging: bool = False
    judged: bool = False
    grown: bool = False
    handling: bool = False
    vetting: bool = False
    lead: Scope = "whole"
    owner: Scope = "whole"
    verb: str | None = None
    among: bool = False
    host: tuple[str | None, bool] | None = None
    planned: bool = False
    cleaned: bool = False
    authority: bool = False
    since: bool = False
    parts: list[int] = field(default_factory=list)
    shares: list[int] = field(default_factory=list)
    last: Draft | None = None
    waiting: Unit | None = None

    def past_semicolon(self) -> tuple[str | None, bool] | None:
        """Forget what a semicolon ends; give what was spoken of before 其中, if that was known."""
        host, self.host = self.host, None
        self.among = self.cleaned = self.reason = self.since = False
        return host

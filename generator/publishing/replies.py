"""An agency's reply as its report's page shows it, above the figures."""

from __future__ import annotations

from dataclasses import dataclass

from generator.publishing.edition import Edition
from generator.publishing.render import reply_body
from generator.records.portal import Issue


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A reply: whose, the day, in what capacity, how and by whom it was verified; `body` is clean HTML."""

    agency: str
    date: str
    capacity: str
    verified: str
    by: str
    body: str


def reply_view(edition: Edition, issue: Issue) -> ReplyView | None:
    """Give the reply to a report, None when there is none."""
    reply = edition.portal.replies.get((issue.agency, issue.year))
    if reply is None:
        return None
    agency = edition.agencies[issue.agency].name
    return ReplyView(agency, reply.date, reply.capacity, reply.verified, reply.by, reply_body(reply.body))

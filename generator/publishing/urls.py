"""Where everything stands on the site: addresses relative to its root, folders with a slash at the end."""

from __future__ import annotations

HOME = ""
SEARCH = "search/"
PLACES = "places/"
CHECKS = "checks/"
DATA = "data/"
COMPARE = "compare/"
STATUS = "status/"
LOG = "log/"
ERRORS = "log/errors/"
CHANGES = "changes/"
CHANGES_FEED = "changes/feed.xml"
CHANGES_CSV = "changes/changes.csv"
GLOSSARY = "glossary/"
NOT_FOUND = "404.html"
FEED = "feed.xml"
STYLE = "assets/site.css"


def agency(agency_id: str) -> str:
    """Give the address of an agency's page."""
    return f"agencies/{agency_id}/"


def ask(agency_id: str) -> str:
    """Give the address of the page that says how to ask an agency for information."""
    return f"{agency(agency_id)}ask/"


def report(agency_id: str, year: int) -> str:
    """Give the address of the newest issue of a report."""
    return f"{agency(agency_id)}{year}/"


def earlier_issue(agency_id: str, year: int, revision: int) -> str:
    """Give the address of an issue that a later one has replaced: `…/2024/r1/`."""
    return f"{report(agency_id, year)}r{revision}/"


def place(code: str) -> str:
    """Give the address of a place's page."""
    return f"places/{code}/"


def place_year(code: str, year: int) -> str:
    """Give the address of a place's comparison table for a year."""
    return f"places/{code}/{year}/"


def year(number: int) -> str:
    """Give the address of a year's page."""
    return f"years/{number}/"


def findings(number: int) -> str:
    """Give the address of a year's findings."""
    return f"findings/{number}/"


def unconfirmed(number: int) -> str:
    """Give the address of a year's findings that are still to be confirmed."""
    return f"{findings(number)}to-confirm/"


def respond(report_url: str) -> str:
    """Give the address of the form with which an issue, at its own address, can be answered."""
    return f"{report_url}respond/"


def check(check_id: str) -> str:
    """Give the address of a check's page."""
    return f"checks/{check_id}/"


def prose(name: str) -> str:
    """Give the address of a page written by people: `about` → `about/`."""
    return f"{name}/"


def to_root(url: str) -> str:
    """Give the relative way from the page at `url` to the root of the site: `agencies/1/` → `../../`."""
    return "../" * url.count("/") or "./"

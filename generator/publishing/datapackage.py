"""What the data files are, for programs and for those who cite: `datapackage.json`, schema.org, the content's own hash.

Frictionless Data Package 1.0 (tabular); schema.org Dataset. Both describe the same CSV files, by their columns' names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from generator.publishing.data_tables import AGENCY_HEAD, CODEBOOK_HEAD, METRIC_HEAD, REPORT_HEAD
from generator.publishing.edition import Edition
from generator.publishing.figure_lines import LONG_HEAD
from generator.publishing.finding_rows import HEAD as FINDING_HEAD
from generator.publishing.words import listed, words
from generator.records.figures import Absence

_INTEGERS: Final = frozenset({"year", "revision", "readers", "page", "line", "count"})
_NUMBERS: Final = frozenset({"value", "numerator", "denominator"})
_STATES: Final = ("stated", *(word.value for word in Absence))
_HEADS: Final = {
    "figures.csv": LONG_HEAD,
    "agencies.csv": AGENCY_HEAD,
    "reports.csv": REPORT_HEAD,
    "metrics.csv": METRIC_HEAD,
    "codebook.csv": CODEBOOK_HEAD,
    "findings.csv": FINDING_HEAD,
}
_KEYS: Final = {
    "figures.csv": ["agency", "year", "cell"],
    "agencies.csv": ["agency"],
    "reports.csv": ["agency", "year", "revision"],
    "metrics.csv": ["agency", "year", "metric"],
    "codebook.csv": ["cell", "form"],
}
_OF_AGENCIES: Final = ("figures.csv", "reports.csv", "metrics.csv", "findings.csv")

Measure = Callable[[str], tuple[int, str]]
"""The address of a written file → its bytes and its sha256."""


def content_hash(edition: Edition) -> str:
    """Give the sha256 of all that the data say: of every published record's own hash, in order. Cite it."""
    shown = (each for found in edition.issues.values() for each in found if each.record)
    lines = (f"{each.agency.id} {each.issue.name} {each.digest}\n" for each in shown)
    return sha256("".join(lines).encode()).hexdigest()


def citation(edition: Edition) -> str:
    """Say how to cite the data as a whole."""
    settings = edition.settings
    said: str = words("citation")["whole"]
    return said.format(
        publisher=settings.publisher or settings.title,
        title=settings.title,
        url=f"{settings.base_url.rstrip('/')}/data/",
        digest=content_hash(edition)[:12],
    )


def data_package(edition: Edition, measure: Measure) -> dict[str, Any]:
    """Describe the CSV files below `/data/`: columns, types, keys, bytes, hashes."""
    settings = edition.settings
    return {
        "profile": "tabular-data-package",
        "name": "gongkai",
        "title": settings.title,
        "description": settings.description,
        "homepage": settings.base_url,
        "version": content_hash(edition)[:12],
        "licenses": [{"name": settings.licence, "path": settings.licence_url or settings.base_url}],
        "sources": [{"title": words("citation")["sources"]}],
        "resources": [_resource(file, measure) for file in _described()],
    }


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    what: str


def _described() -> Iterable[_File]:
    return (_File(file["path"], file["what"]) for file in listed("downloads") if file["path"] in _HEADS)


def _resource(file: _File, measure: Measure) -> dict[str, Any]:
    size, digest = measure(f"data/{file.path}")
    return {
        "profile": "tabular-data-resource",
        "name": file.path.removesuffix(".csv"),
        "path": file.path,
        "title": file.what,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "schema": _schema(file.path),
    }


def _schema(path: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(path, name) for name in _HEADS[path]], "missingValues": [""]}
    if path in _KEYS:
        schema["primaryKey"] = _KEYS[path]
    if path in _OF_AGENCIES:
        target = {"resource": "agencies", "fields": "agency"}
        schema["foreignKeys"] = [{"fields": "agency", "reference": target}]
    return schema


def _field(path: str, name: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": _type(name)}
    if said := words("columns").get(name):
        field["description"] = said
    if path == "figures.csv" and name == "state":
        field["constraints"] = {"required": True, "enum": list(_STATES)}
    elif name in _KEYS.get(path, ()):
        field["constraints"] = {"required": True}
    return field


def _type(name: str) -> str:
    if name == "corrected":
        return "boolean"
    return "integer" if name in _INTEGERS else "number" if name in _NUMBERS else "string"


def dataset_jsonld(edition: Edition) -> dict[str, Any]:
    """Describe the data for search engines. Source: schema.org/Dataset."""
    settings = edition.settings
    base = settings.base_url.rstrip("/")
    years = f"{edition.years[-1]}/{edition.years[0]}" if edition.years else ""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": settings.title,
        "description": settings.description or words("citation")["about"],
        "url": f"{base}/data/",
        "version": content_hash(edition)[:12],
        "license": settings.licence_url or settings.licence,
        "creator": {"@type": "Organization", "name": settings.publisher or settings.title, "url": f"{base}/"},
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "temporalCoverage": years,
        "spatialCoverage": words("citation")["where"],
        "citation": citation(edition),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file["what"],
                "encodingFormat": file["media"],
                "contentUrl": f"{base}/data/{file['path']}",
            }
            for file in listed("downloads")
        ],
    }

"""How long a whole build takes, stage by stage, and what a script that only renders pages takes on the same records.

Run by hand: python -m tests.bench.bench_build [REPORTS [ROUNDS]] (1,000 reports, 3 rounds). Builds and peer take turns,
each in a process of its own, so that other load on the machine falls on both alike; CPU time is the figure to trust.

The peer is what one would write first: load each record with PyYAML's C loader, render one autoescaped Jinja2 template
of about the bytes of our report page, write the file. It does not defend against YAML's traps, check a schema, look for
changed report files, check the reports' figures, lead cells to their evidence, compare agencies, make any page but the
reports', write data files, index for search, verify links, list a manifest, or swap the old site for the new at once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that `python tests/bench/bench_build.py` works too

import jinja2  # noqa: E402
import yaml  # noqa: E402

from generator import pipeline  # noqa: E402
from generator.publishing.publish import publish  # noqa: E402
from generator.records.forms import applicants  # noqa: E402
from tests.bench.memory import most_held  # noqa: E402
from tests.bench.portals import write_portal  # noqa: E402

STAGES: Final = {
    "校验": "check",
    "写页面": "pages: views, render, write",
    "写数据": "data files",
    "建检索": "search index",
    "检查": "verify, manifest, swap",
}
_PAGE: Final = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>{{ record.title }}</title></head><body>
<h1>{{ record.title }}</h1><p>{{ record.agency }} {{ record.year }} {{ record.source.copy }}</p>
{% macro cell(name, row, value) -%}
<td class="figure" data-cell="{{ name }}" data-value="{{ value }}"><a href="#evidence-{{ row }}" class="to-evidence"
 tabindex="-1" title="{{ name }} 的出处">{{ value }}</a></td>
{% endmacro %}
<table>{% for key, row in record.proactive.items() %}<tr><th scope="row">{{ key }}</th>
{% if row is mapping %}{% for column, value in row.items() %}
{{ cell("proactive." ~ key ~ "." ~ column, "proactive." ~ key, value) }}{% endfor %}
{% else %}{{ cell("proactive." ~ key, "proactive." ~ key, row) }}{% endif %}</tr>{% endfor %}</table>
<table>{% for key, row in record.applications.items() %}<tr><th scope="row">{{ key }}</th>{% for value in row %}
{{ cell("applications." ~ key ~ "." ~ columns[loop.index0], "applications." ~ key, value) }}
{% endfor %}</tr>{% endfor %}</table>
<table>{% for key, row in record.disputes.items() %}<tr><th scope="row">{{ key }}</th>
{% for column, value in row.items() %}
{{ cell("disputes." ~ key ~ "." ~ column, "disputes", value) }}{% endfor %}</tr>{% endfor %}</table>
{% for section in record.sections %}<h2>{{ section.title }}</h2>
{% for passage in record.narrative if passage.section == section.number %}
<p title="第 {{ passage.line }} 行">{{ passage.text }}</p>{% endfor %}{% endfor %}
<dl>{% for name, evidence in record.evidence.items() %}
<dt id="evidence-{{ name }}">{{ name }}</dt><dd>第 {{ evidence.line }} 行：{{ evidence.text }}</dd>{% endfor %}</dl>
</body></html>
"""

Measured = dict[str, Any]


class _Clock:
    """Wall and CPU seconds (children included) between marks."""

    def __init__(self) -> None:
        self._marks: list[tuple[str, float, float]] = []

    def mark(self, name: str) -> None:
        """Begin a stage."""
        self._marks.append((STAGES.get(name, name), time.perf_counter(), sum(os.times()[:4])))

    def stages(self) -> Mapping[str, tuple[float, float]]:
        """Give wall and CPU seconds of each stage but the last, which only ends the one before."""
        return {
            name: (after[1] - wall, after[2] - cpu)
            for (name, wall, cpu), after in zip(self._marks, self._marks[1:], strict=False)
        }


def timed_build(content: Path, site: Path) -> Measured:
    """Build once, in this process; give the seconds of each stage, counts, and the peak memory in MiB."""
    clock = _Clock()
    options = pipeline.Options(content, site, ROOT / "templates")
    clock.mark("ingest, nothing new")
    outcome = pipeline.ingest(options, progress=lambda _: None)
    clock.mark("load")
    portal = pipeline.portal_of(options, outcome)
    summary = publish(portal, site=site, templates=options.templates, progress=clock.mark)
    clock.mark("end")
    report_pages = [path.stat().st_size for path in (site / "agencies").glob("*/[0-9]*/index.html")]
    return {
        "stages": clock.stages(),
        "pages": summary.pages,
        "files": summary.files,
        "megabytes": summary.size / 1e6,
        "reports": len(report_pages),
        "page_bytes": sum(report_pages) / len(report_pages),
        "memory": most_held(),
    }


def timed_peer(content: Path, site: Path) -> Measured:
    """Load, render and write as the peer does, in this process."""
    clock, sizes = _Clock(), []
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    template = environment.from_string(_PAGE)
    columns = [column.key for column in applicants()]
    clock.mark("load")
    paths = sorted((content / "records").glob("*/*.yaml"))
    records = [yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in paths]
    clock.mark("pages: render, write")
    for path, record in zip(paths, records, strict=True):
        html = template.render(record=record, columns=columns).encode()
        target = site / path.parent.name / path.stem / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(html)
        sizes.append(len(html))
    clock.mark("end")
    return {"stages": clock.stages(), "pages": len(sizes), "page_bytes": sum(sizes) / len(sizes), "memory": most_held()}


def _in_process(what: str, content: Path, site: Path) -> Measured:
    command = [sys.executable, "-m", "tests.bench.bench_build", what, str(content), str(site)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    measured: Measured = json.loads(done.stdout)
    return measured


def _medians(rounds: Sequence[Measured]) -> Iterator[tuple[str, float, float]]:
    for stage in rounds[0]["stages"]:
        wall, cpu = (median(each["stages"][stage][kind] for each in rounds) for kind in (0, 1))
        yield stage, wall, cpu
    totals = [[sum(times[kind] for times in each["stages"].values()) for each in rounds] for kind in (0, 1)]
    yield "total", median(totals[0]), median(totals[1])


def _show(name: str, rounds: Sequence[Measured], reports: int) -> float:
    """Print the medians of all rounds; give the CPU seconds of the whole."""
    first, whole = rounds[0], 0.0
    print(f"{name}: {first['pages']} pages, {first['page_bytes'] / 1000:.1f} kB a report page")
    for stage, wall, cpu in _medians(rounds):
        print(f"  {stage:30} {wall:8.2f} s wall {cpu:8.2f} s CPU {cpu / reports * 1000:8.2f} ms CPU a report")
        whole = cpu
    print(f"  peak memory {median(each['memory'] for each in rounds):.0f} MiB")
    return whole


def compare(reports: int, rounds: int) -> None:
    """Build and run the peer in turns, and print what each took."""
    builds, peers = [], []
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder, "content")
        write_portal(content, reports)
        for _ in range(rounds):
            builds.append(_in_process("build", content, Path(folder, "site")))
            peers.append(_in_process("peer", content, Path(folder, "peer")))
    print(f"{reports} reports, {rounds} rounds, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    whole = _show("build", builds, reports)
    print(f"  {builds[0]['files']} files, {builds[0]['megabytes']:.1f} MB")
    pages = median(each["stages"][STAGES["写页面"]][1] for each in builds)
    print(f"  {builds[0]['pages'] / pages:.0f} pages of all kinds a CPU second (views, render, write)")
    peer = _show("peer (PyYAML and Jinja2)", peers, reports)
    its_pages = median(each["stages"]["pages: render, write"][1] for each in peers)
    print(f"  {peers[0]['pages'] / its_pages:.0f} report pages a CPU second (render, write)")
    print(f"the whole build takes {whole / peer:.1f} times the CPU time of the peer's two stages")


def main(arguments: Sequence[str]) -> None:
    """Compare, or do one of the two once and print what was measured as JSON."""
    once = {"build": timed_build, "peer": timed_peer}
    if arguments and arguments[0] in once:
        print(json.dumps(once[arguments[0]](Path(arguments[1]), Path(arguments[2]))))
        return
    reports, rounds = (*map(int, arguments), 1000, 3)[:2] if len(arguments) != 1 else (int(arguments[0]), 3)
    compare(reports, rounds)


if __name__ == "__main__":
    main(sys.argv[1:])

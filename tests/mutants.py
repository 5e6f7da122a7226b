"""Mutation testing of checks, comparison and figures: small faults put into the program, one at a time.

`python -m tests.mutants` plants every mutant and runs the tests that reach it; one that no test notices has survived.
`--sample N` takes N of them at random, `--module NAME` those of one module, `--again` tries the survivors once more,
`--slow` tries them with the heavy tests too (planted faults, laws, damaged copies) and for as long as it takes. Results
are kept beside the caches as they come, so that a run that was stopped goes on where it was; what a change of module or
tests made void is tried again. `--write` renews the summary beside this file from all that is kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from pathlib import Path
from typing import Final

from tests.mutants_planted import ROOT, Mutant, modules, mutants_of, path_of
from tests.mutants_run import FOLDERS, run

SUMMARY: Final = Path(__file__).with_name("mutants.md")
KEPT: Final = ROOT / ".cache" / "mutants.jsonl"


class Results:
    """What became of each mutant: kept in a file, a line each, and valid for the same module and the same tests."""

    def __init__(self) -> None:
        tests = sorted(path for each in FOLDERS for path in ([ROOT / each] if each.endswith(".py") else _below(each)))
        self._tests = _hash(*(path.read_bytes() for path in tests))
        self._modules: dict[str, str] = {}
        lines = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.is_file() else []
        self._known: dict[str, bool] = {entry["of"]: entry["noticed"] for entry in map(json.loads, lines)}

    def of(self, mutant: Mutant) -> bool | None:
        """Tell whether a mutant was noticed; `None` when it was not tried yet, or what it was tried on has changed.

        Whatever the tests became, what they once noticed counts: they are only ever added to. A survivor is tried anew.
        """
        return True if self._known.get(self._key(mutant)) else self._known.get(self._key(mutant) + self._tests)

    def reach_file(self, *, slow: bool) -> Path:
        """Name the file for what these tests reach in this program."""
        program = _hash(*(path_of(name).read_bytes() for name in modules()))
        return KEPT.with_name(f"mutants-{self._tests}-{program}-{'slow' if slow else 'quick'}.pickle")

    def keep(self, mutant: Mutant, *, noticed: bool) -> None:
        """Write down what became of a mutant."""
        key = self._key(mutant) + ("" if noticed else self._tests)
        self._known[key] = noticed
        KEPT.parent.mkdir(exist_ok=True)
        with KEPT.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"of": key, "noticed": noticed}) + "\n")

    def _key(self, mutant: Mutant) -> str:
        if mutant.module not in self._modules:
            self._modules[mutant.module] = _hash(path_of(mutant.module).read_bytes())
        return f"{self._modules[mutant.module]}:{mutant.node}:{mutant.what}:"


def _below(folder: str) -> list[Path]:
    return list((ROOT / folder).glob("*.py"))


def _hash(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def summary(every: list[Mutant], results: Results) -> str:
    """Write what came of all mutants that were tried."""
    tried = [mutant for mutant in every if results.of(mutant) is not None]
    dead = [mutant for mutant in tried if results.of(mutant)]
    lines = [
        "# Mutants",
        "",
        "Written by `make mutants`: small faults planted in checks, comparison and figures, and what tests noticed.",
        "",
        f"{len(tried)} of {len(every)} possible mutants tried, {len(dead)} noticed ({_share(dead, tried)}).",
        "",
        "| module | possible | tried | noticed |",
        "|---|---|---|---|",
    ]
    for name in modules():
        counts = [sum(mutant.module == name for mutant in each) for each in (every, tried, dead)]
        lines += [f"| `{name}` | {' | '.join(map(str, counts))} |"] if counts[0] else []
    left = [mutant for mutant in tried if not results.of(mutant)]
    lines += [
        "",
        "Not noticed (`--slow` asks the heavy tests too):",
        "",
        *(f"- `{m.module}` line {m.line}, {m.what}: `{m.text}`" for m in left),
    ]
    return "\n".join(lines) + "\n"


def _share(part: list[Mutant], whole: list[Mutant]) -> str:
    return f"{len(part) / max(1, len(whole)):.1%}"


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", action="append")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Plant mutants, print the survivors as they come, and the summary; 1 when fewer than nine in ten were noticed."""
    options = options_of(arguments)
    names = [name for name in modules() if not options.module or name.rpartition(".")[2] in options.module]
    every = [mutant for name in names for mutant in mutants_of(name)]
    count = min(options.sample or len(every), len(every))
    chosen = sorted(random.Random(options.seed).sample(range(len(every)), count))  # noqa: S311 - which ones to try
    results = Results()

    def told(mutant: Mutant, noticed: bool) -> None:  # noqa: FBT001 - called back with both
        results.keep(mutant, noticed=noticed)

    todo = [every[at] for at in chosen]
    retried = options.slow or options.again
    todo = [mutant for mutant in todo if (results.of(mutant) is False if retried else results.of(mutant) is None)]
    if todo:
        run(todo, told, results.reach_file(slow=options.slow), slow=options.slow)
    text = summary(every, results)
    print(text)  # noqa: T201
    if options.write:
        SUMMARY.write_text(text, encoding="utf-8")
    tried = [results.of(mutant) for mutant in every if results.of(mutant) is not None]
    return int(sum(map(bool, tried)) < 0.9 * len(tried))


if __name__ == "__main__":
    sys.exit(main())

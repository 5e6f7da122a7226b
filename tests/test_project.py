"""Laws of the project itself: pins, workflows, architecture, size, and documents that name what exists."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messages import without_english

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
DOCUMENTS = ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
MODULES = sorted(path for path in (ROOT / "generator").rglob("*.py") if path.name != "__init__.py")
LONGEST_MODULE, LONGEST_FUNCTION = 350, 50

PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
ADDRESS = re.compile(r"://|\bfile:|^-{1,2}(?:index-url|extra-index-url|find-links|trusted-host)| @ ", re.MULTILINE)
REGISTRY = re.compile(r"\b(?:pypi|pythonhosted|npmjs|yarnpkg)\.(?:org|com)\b")
MACHINE = re.compile(r"(?<![\w.])/(?:root|home|Users)/[\w.-]+")


def said_by(*command: str | Path) -> str:
    """Run a program of the project's environment in its folder; what it prints, its failure shown whole."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{Path(command[0]).name} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


def committed() -> Iterator[tuple[str, str]]:
    """Give every text file that git holds or would take up: its path and what it says."""
    names = said_by("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in sorted(set(filter(None, names))):
        path = ROOT / name
        if path.is_file():
            content = path.read_bytes()
            if b"\0" not in content:
                yield name, content.decode(errors="backslashreplace")


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / "requirements" / name).read_text()))


def wanted(name: str) -> set[str]:
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


# ---------------------------------------------------------------- pins


@pytest.mark.parametrize(("pinned", "sources"), [("site.txt", ("site.in", "build.in")), ("test.txt", ("test.in",))])
def test_every_dependency_is_pinned_with_hashes_and_no_address(pinned: str, sources: tuple[str, ...]) -> None:
    text = (ROOT / "requirements" / pinned).read_text()
    assert set().union(*map(wanted, sources)) <= pins(pinned).keys(), f"run `make pins`: {pinned} lacks a dependency"
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert not [entry for entry in entries if "--hash=sha256:" not in entry]
    assert not ADDRESS.findall(text)


def test_tests_run_on_the_versions_that_build_the_site() -> None:
    assert pins("site.txt").items() <= pins("test.txt").items(), "run `make pins`"


# ---------------------------------------------------------------- what is committed


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    found = [
        f"{name}: {match.group()}"
        for name, text in committed()
        for pattern in (REGISTRY, MACHINE)
        for match in pattern.finditer(text)
    ]
    assert not found


def test_workflows_have_no_weakness_that_zizmor_knows() -> None:
    said_by(BIN / "zizmor", "--offline", "--no-progress", "--persona=pedantic", ".github")


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", "workflows/*.yml"),
        ("dependabot", "dependabot.yml"),
        ("github-issue-forms", "ISSUE_TEMPLATE/[!c]*.yml"),
        ("github-issue-forms", "ISSUE_TEMPLATE/correction.yml"),
        ("github-issue-config", "ISSUE_TEMPLATE/config.yml"),
    ],
)
def test_files_for_github_have_the_form_it_wants(schema: str, pattern: str) -> None:
    files = sorted((ROOT / ".github").glob(pattern))
    assert files
    said_by(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_hash(workflow: Path) -> None:
    used = re.findall(r"uses: *(\S+)", workflow.read_text())
    assert used
    assert not [name for name in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name)]


# ---------------------------------------------------------------- architecture


def test_imports_obey_the_contracts() -> None:
    said_by(BIN / "lint-imports", "--no-logo", "--no-cache")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_functions_stay_small(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert source.count("\n") < LONGEST_MODULE
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    long = [each.name for each in functions if (each.end_lineno or 0) - each.lineno >= LONGEST_FUNCTION]
    assert not long


def test_no_module_is_a_drawer_for_everything() -> None:
    names = {part for module in MODULES for part in module.relative_to(ROOT).with_suffix("").parts}
    assert not names & {"utils", "util", "helpers", "helper", "common", "models", "misc", "core", "base"}


# ---------------------------------------------------------------- documents


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_map_names_every_module(module: Path) -> None:
    wing = module.parent.relative_to(ROOT).as_posix()
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = re.search(rf"^#+ `{wing}/`.*?(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, f"ARCHITECTURE.md has no heading `{wing}/`"
    assert f"| `{module.stem}` |" in section.group(), f"ARCHITECTURE.md does not say what {wing}/{module.name} is for"


def test_the_map_names_no_module_that_is_gone() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    gone = [
        f"{wing}/{name}"
        for wing, section in re.findall(r"^#+ `(generator[\w/]*)/`(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
        for name in re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        if not (ROOT / wing / f"{name}.py").is_file()
    ]
    assert not gone


def test_every_dependency_has_its_reason_and_licence() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z0-9-]+)` \| .+ \| (\S.*) \|$", text, re.MULTILINE))
    assert not wanted("site.in") - rows.keys()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_what_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert not set(re.findall(r"`make ([a-z]+)", text)) - targets
    linked = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", text)
    assert not [name for name in linked if not (ROOT / document).parent.joinpath(name).exists()]


def test_the_first_screen_shows_how_to_build_and_how_to_test() -> None:
    for document in ("README.md", "README.zh-CN.md"):
        screen = "\n".join((ROOT / document).read_text(encoding="utf-8").splitlines()[:40])
        assert "make site" in screen
        assert "make test" in screen


def test_every_message_has_its_english() -> None:
    """Add what is named to `generator/english.yaml`, or, if it is no message of a command, to `tests/messages.py`."""
    assert without_english() == {}

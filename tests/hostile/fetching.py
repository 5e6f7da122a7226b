"""Published packages → their test files: fetched by pip and apt, held against their hashes, kept elsewhere."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from generator.records.yaml_files import load

PACKAGES: Final = Path(__file__).with_name("packages.yaml")
_ENDINGS: Final = "pdf doc dot docx docm dotx wps odt ott ods rtf html htm xls xlsx xlsm ppt pptx ofd mht mhtml"
_SECONDS: Final = 600
_LARGEST: Final = 60_000_000
_VERSION: Final = re.compile(r"-([0-9][^-]*?)(?:\.tar\.\w+|\.zip)$")


@dataclass(frozen=True, slots=True)
class Package:
    """One package: from which kind of source it comes, its name there, and the file with its hash."""

    kind: str
    name: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the corpus: its bytes, its ending, and where it comes from."""

    data: bytes
    ending: str
    origin: str

    @property
    def key(self) -> str:
        """What it is known by: the beginning of its hash."""
        return hashlib.sha256(self.data).hexdigest()[:16]


def packages() -> tuple[Package, ...]:
    """Give the packages of `packages.yaml`."""
    listed = load(PACKAGES).data
    return tuple(
        Package(kind, item["package"], item["file"], item["sha256"]) for kind, items in listed.items() for item in items
    )


def fetch(package: Package, cache: Path) -> Path | None:
    """Give the package's file, fetched if it is not there yet; None when it cannot be had, or is another one."""
    place = cache / "packages" / package.file
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        command = _apt(package, cache) if package.kind == "debian" else _pip(package)
        subprocess.run(command, cwd=place.parent, check=False, timeout=_SECONDS, stdout=subprocess.DEVNULL)
    if not place.is_file() or hashlib.sha256(place.read_bytes()).hexdigest() != package.sha256:
        return None
    return place


def _pip(package: Package) -> list[str]:
    found = _VERSION.search(package.file)
    wanted = f"{package.name}=={found[1]}" if found else package.name
    options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--dest", "."]
    return [sys.executable, "-m", "pip", "download", *options, wanted]


def _apt(package: Package, cache: Path) -> list[str]:
    """Ask for the source package, by private lists made of the machine's own sources: the system stays as it is."""
    options = _apt_options(cache)
    return ["apt-get", *options, "source", "--quiet", "--download-only", package.name]


def _apt_options(cache: Path) -> list[str]:
    folder = cache / "apt"
    options = [
        f"-oDir::Etc::sourcelist={folder / 'own.sources'}",
        "-oDir::Etc::sourceparts=-",
        f"-oDir::State::lists={folder / 'lists'}",
        f"-oDir::Cache={folder / 'cache'}",
    ]
    if not (folder / "own.sources").is_file():
        for name in ("lists/partial", "cache/archives/partial"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        known = Path("/etc/apt/sources.list.d").glob("*.sources")
        text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(known))
        (folder / "own.sources").write_text(re.sub("(?m)^Types:.*$", "Types: deb-src", text), encoding="utf-8")
        subprocess.run(["apt-get", *options, "--quiet", "update"], check=False, timeout=_SECONDS)  # noqa: S607
    return options


def samples(package: Package, file: Path) -> Iterator[Sample]:
    """Give the files of a package that could be taken for reports."""
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                if _is_wanted(entry.filename, entry.file_size):
                    yield _sample(archive.read(entry), entry.filename, package)
        return
    with tarfile.open(file) as packed:
        for member in packed:
            if member.isfile() and _is_wanted(member.name, member.size):
                held = packed.extractfile(member)
                if held is not None:
                    yield _sample(held.read(), member.name, package)


def _is_wanted(name: str, size: int) -> bool:
    return PurePosixPath(name).suffix.lower().removeprefix(".") in _ENDINGS.split() and 0 < size <= _LARGEST


def _sample(data: bytes, name: str, package: Package) -> Sample:
    inside = name.partition("/")[2] or name
    return Sample(data, PurePosixPath(name).suffix.lower(), f"{package.name}: {inside}")

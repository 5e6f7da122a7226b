"""Make the sample reports under `content/` from `samples/`: `python -m tests.content.make_samples [NAME…]`.

The PDF is printed by Chromium (`chromium` on the path, or named by the environment variable CHROMIUM). Chromium dates
its files, so name the reports that you changed, or every run gives the PDF new bytes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.content.sample import Sample, samples
from tests.content.sample_formats import ENCODINGS, WRITERS

CONTENT: Final = Path(__file__).parents[2] / "content"


def file_bytes(sample: Sample) -> bytes:
    """Give the bytes of a sample's file; for `layout: print`, of the page that is printed."""
    layout = sample.data["layout"]
    return WRITERS[layout](sample).encode(ENCODINGS.get(layout, "utf-8"))


def main(names: list[str]) -> None:
    """Write the named samples, or all."""
    for sample in samples():
        if not names or sample.name in names:
            _write(sample, CONTENT / sample.data["file"])


def _write(sample: Sample, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if sample.data["layout"] == "print":
        _print(file_bytes(sample), target)
    else:
        target.write_bytes(file_bytes(sample))


def _print(page: bytes, target: Path) -> None:
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if browser is None:
        sys.exit("No Chromium to print the PDF with: install it, or name it in the environment variable CHROMIUM.")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.html").write_bytes(page)
        command = [browser, *flags, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", "page.html"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    main(sys.argv[1:])

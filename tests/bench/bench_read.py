"""Reports a second through the sandbox, for each file format; run by hand: python -m tests.bench.bench_read [REPORTS].

This module holds nothing but the start: each sandboxed child loads the module that the program was started with again,
and what that imports would be counted as reading.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tests.bench.reading_speed import main

    main(sys.argv[1:])

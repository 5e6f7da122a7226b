"""The way in: `gongkai` and `python -m generator`.

Nothing is loaded here but the commands, and only when they run: a child process that reads a report file goes through
its parent's way in, and must not load the whole program for it; nor must a build that has nothing to do.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; see `generator.commands`."""
    from generator.build_command import stands  # noqa: PLC0415 - see above

    if not stands(sys.argv[1:]):
        from generator.commands import run  # noqa: PLC0415 - see above

        run()


if __name__ == "__main__":
    main()

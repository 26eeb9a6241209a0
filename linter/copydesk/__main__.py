"""The process that runs the command line: ``copydesk`` and ``python -m copydesk`` begin here.

What concerns the process as a whole is settled before anything else is imported.
"""

from __future__ import annotations

import gc
import os
import sys

NURSERY = 25_000
"""How many new objects Python takes before it searches them for circles that nobody refers to any more.

By default it is 700, and what a start makes is searched two dozen times, though all of it stays until the end.
"""


def main() -> int:
    """Run the command line of this process, and end the process with its exit status.

    It returns the status only where something may be left to do: in a debugger, or while coverage is measured.
    """
    gc.set_threshold(NURSERY, *gc.get_threshold()[1:])
    from copydesk import cli

    status = cli.main()
    if sys.gettrace() is None and sys.getprofile() is None:
        # Everything is written. Python would now take every module and every object apart, one by one, which takes
        # longer than to check a post.
        os._exit(status)
    return status


if __name__ == "__main__":
    sys.exit(main())

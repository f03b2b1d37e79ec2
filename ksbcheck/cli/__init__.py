"""The command line: the only code that prints or exits."""

from __future__ import annotations

TYPE_CHECKING = False  # Ctrl-C may come while ``typing`` is imported: nothing is, before it is waited for

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line of this process and exit."""
    try:
        from ksbcheck.cli import entry
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    entry.main()

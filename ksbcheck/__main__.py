"""``python -m ksbcheck``."""

from ksbcheck.cli import main

if __name__ == "__main__":
    main()

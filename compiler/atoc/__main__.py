"""``python -m atoc``."""

from __future__ import annotations

from atoc.cli import main

if __name__ == "__main__":
    main()

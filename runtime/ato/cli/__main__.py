"""``python -m ato.cli``."""

from ato.cli import main

raise SystemExit(main())

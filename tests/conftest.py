"""What every test shares: hypothesis keeps nothing on disk, and draws the same examples on every CI run."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("house", deadline=None, database=None, derandomize="CI" in os.environ)
settings.load_profile("house")

"""What the settings read, set before Django does (see addopts in pyproject.toml)."""

import os

os.environ.setdefault("DEMO", "1")

"""Importing organisations from lists (docs/importing.md)."""

"""Measurements of the portal (`make bench`); README.md says how to read them."""

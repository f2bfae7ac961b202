"""The words of texts and of questions: what PostgreSQL stores, matches and shows (docs/search.md).

The portal makes lexemes itself, in five languages and for words typed without accents; PostgreSQL
keeps and matches them. So a managed server needs no dictionary files, and indexing and asking
cannot differ. Pure functions: no model, no request, no database.
"""

from publishing.words.lexemes import lexemes
from publishing.words.queries import tsquery
from publishing.words.snippets import snippet
from publishing.words.vectors import tsvector

__all__ = ["lexemes", "snippet", "tsquery", "tsvector"]

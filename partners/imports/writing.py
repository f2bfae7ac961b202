"""Many organisations into their table at once, by COPY."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from partners.models import Organisation

_FIELDS = {field.attname: field for field in Organisation._meta.concrete_fields}
_TABLE = connection.ops.quote_name(Organisation._meta.db_table)
_STAGED = "staged_organisation"


def lock() -> None:
    """Let nobody else write organisations until the transaction ends; reading goes on.

    So nothing that is new here can be created elsewhere between looking and writing.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {_TABLE} IN SHARE ROW EXCLUSIVE MODE")


def insert(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """New organisations; `rows` hold the values of the fields `names`, others get their default."""
    now = timezone.now()
    rest = {
        name: now if _is_stamp(field) else field.get_db_prep_save(field.get_default(), connection)
        for name, field in _FIELDS.items()
        if name not in names and not field.primary_key
    }
    constants = list(rest.values())
    _copy(_TABLE, [*names, *rest], ([*row, *constants] for row in rows))


def update(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """`rows` hold a primary key, and behind it the new values of the fields `names`."""
    key = Organisation._meta.pk.attname
    columns = _columns([key, *names])
    stamps = [field.column for field in _FIELDS.values() if getattr(field, "auto_now", False)]
    changes = [f"{column} = {_STAGED}.{column}" for column in columns[1:]]
    changes += [f"{connection.ops.quote_name(column)} = now()" for column in stamps]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_STAGED} ON COMMIT DROP"
            f" AS SELECT {', '.join(columns)} FROM {_TABLE} WITH NO DATA"
        )
        _copy(_STAGED, [key, *names], map(list, rows))
        cursor.execute(
            f"UPDATE {_TABLE} SET {', '.join(changes)} FROM {_STAGED}"
            f" WHERE {_TABLE}.{columns[0]} = {_STAGED}.{columns[0]}"
        )
        cursor.execute(f"DROP TABLE {_STAGED}")


def _copy(table: str, names: Sequence[str], rows: Iterable[list[Any]]) -> None:
    """An empty cell is NULL where the field allows it, else the empty text."""
    lists = [i for i, name in enumerate(names) if isinstance(_FIELDS[name], ArrayField)]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for row in rows:
        for position in lists:
            row[position] = _array(row[position])
        writer.writerow(row)
    file.seek(0)
    filled = _columns([name for name in names if not _FIELDS[name].null])
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {table} ({', '.join(_columns(names))}) FROM STDIN"
            f" (FORMAT csv, FORCE_NOT_NULL ({', '.join(filled)}))",
            file,
        )


def _columns(names: Iterable[str]) -> list[str]:
    return [connection.ops.quote_name(_FIELDS[name].column) for name in names]


def _is_stamp(field: models.Field) -> bool:
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _array(codes: list[str]) -> str:
    return "{" + ",".join(f'"{code}"' for code in codes) + "}"  # no code holds a quotation mark

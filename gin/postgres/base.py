"""Django's PostgreSQL engine on an embedded server, for demonstration, development and tests.

It is used where DATABASE_URL is empty; production has a real server.
"""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from gin.postgres.server import Server

_server = Server(settings.DATA_DIR / "postgres", database="gin")


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict |= {"HOST": _server.socket_folder(), "USER": _server.USER}
        return super().get_connection_params()

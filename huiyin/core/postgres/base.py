"""What Django loads as the backend: see the package."""

import select

import psycopg
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Before its first statement a request asks whether its kept connection is alive (`CONN_HEALTH_CHECKS`). A server
    that ended it has said so on the socket: while nothing waits there to be read, no statement is spent on it."""

    health_check_enabled: bool
    health_check_done: bool

    def close_if_health_check_failed(self) -> None:
        """Close a kept connection that is no longer usable, once a request."""
        if self.health_check_enabled and not self.health_check_done and self._is_quiet():
            self.health_check_done = True
        super().close_if_health_check_failed()

    def _is_quiet(self) -> bool:
        """Whether the connection is open and the server has sent nothing since the last answer."""
        if self.connection is None:
            return False
        try:
            descriptor = self.connection.fileno()
        except psycopg.Error:
            return False
        waiting = select.poll()
        waiting.register(descriptor, select.POLLIN)
        return not waiting.poll(0)

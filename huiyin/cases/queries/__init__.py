"""Reading cases. `visible_to` is the only way an edge gets one."""

from huiyin.cases.queries.access import by_secret, find, get, visible_to

__all__ = ["by_secret", "find", "get", "visible_to"]

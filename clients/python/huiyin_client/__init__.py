"""A typed client of Huiyin's interface.

with Huiyin("https://huiyin.example", token) as huiyin:
    made = huiyin.register({"channel": "phone", "text": "…", "people": [{"name": "…", "phone": "…"}]})
    taken = huiyin.accept(made["number"], {"note": "…"}, seen=made["version"])
"""

from huiyin_client.connection import Answer, File, Problem, Unreachable
from huiyin_client.operations import Operations

__all__ = ["Answer", "File", "Huiyin", "Problem", "Unreachable"]


class Huiyin(Operations):
    """One site and one token; every operation of the interface is a method. See `Connection` for the options."""

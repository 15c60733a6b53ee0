"""The OpenAPI document describes what is there."""

from ninja import Schema

from huiyin.api.urls import api


def test_no_two_bodies_have_one_name() -> None:
    """The document knows bodies by name alone: of two with one name, one would be described as the other."""
    assert api.get_openapi_schema()["paths"]
    known: dict[str, set[str]] = {}
    todo = [Schema]
    while todo:
        for one in todo.pop().__subclasses__():
            todo.append(one)
            if one.__module__.startswith("huiyin."):
                known.setdefault(one.__name__, set()).add(one.__module__)
    assert len(known) > 200
    assert {name: sorted(found) for name, found in known.items() if len(found) > 1} == {}

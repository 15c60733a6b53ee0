"""YAML text to plain values that remember their lines, so that a fault is named by file and line.

Only what the handbook's files need: mappings with text keys, lists, texts, whole and decimal numbers, true/false, null.
A date stays text; a key given twice, a merge key and a tag of one's own are refused.
"""

import re
from typing import Any

import yaml

from huiyin.handbook.rules.node import PackError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader where libyaml is built in
_PREFIX = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_BOOLS = {"true": True, "false": False}
_DEEPEST = 40


class Lines(dict[str, Any]):
    """A mapping that knows the line of each key; `line` is its own."""

    __slots__ = ("line", "lines")

    line: int
    lines: dict[str, int]


class Items(list[Any]):
    """A list that knows the line of each item; `line` is its own."""

    __slots__ = ("line", "lines")

    line: int
    lines: list[int]


def parse(text: str, file: str) -> object:
    """Parse one YAML file of the handbook; raises PackError with file, line and reason."""
    loader = _Loader(text)
    try:
        found = loader.get_single_node()
        return None if found is None else _made(found, file, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        raise PackError(file, mark.line + 1 if mark else 0, "", f"is not YAML: {said}") from error
    except yaml.YAMLError as error:
        raise PackError(file, 0, "", f"is not YAML: {' '.join(str(error).split())}") from error
    finally:
        loader.dispose()


def _made(node: yaml.Node, file: str, depth: int) -> Any:
    line = node.start_mark.line + 1
    if depth > _DEEPEST:
        raise PackError(file, line, "", "lies too deep", "Write it flatter, without an alias that holds itself.")
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, file, line)
    if isinstance(node, yaml.SequenceNode):
        items = Items(_made(item, file, depth + 1) for item in node.value)
        items.line, items.lines = line, [item.start_mark.line + 1 for item in node.value]
        return items
    found = Lines()
    found.line, found.lines = line, {}
    for key_node, value_node in node.value:
        at = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise PackError(file, at, "", "a key is a text", "Write the key as one word.")
        key = key_node.value
        if key in found:
            raise PackError(file, at, "", f"key {key!r} is given twice", "Keep one of the two.")
        found[key] = _made(value_node, file, depth + 1)
        found.lines[key] = at
    return found


def _scalar(node: yaml.ScalarNode, file: str, line: int) -> Any:
    tag, value = node.tag, node.value
    if tag in (_PREFIX + "str", _PREFIX + "timestamp"):
        return value
    if tag == _PREFIX + "null":
        return None
    if tag == _PREFIX + "bool":
        return _BOOLS.get(value.lower(), value)  # yes, no, on and off stay words
    if tag == _PREFIX + "int":
        return int(value) if _WHOLE.fullmatch(value) else value
    if tag == _PREFIX + "float":
        return float(value) if _DECIMAL.fullmatch(value) else value
    raise PackError(file, line, "", f"the tag {tag} is not known here", "Write a plain value.")

"""Writes the typed operations of huiyin_client from the API's OpenAPI document.

    bin/huiyin openapi | .venv/bin/python clients/python/generate.py

`huiyin_client/types.py` and `huiyin_client/operations/` are written anew; everything else is written by hand. A test
writes them again and compares, so that the client never lags behind the interface.
"""

import json
import keyword
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "huiyin_client"
METHODS = ("get", "post", "put", "patch", "delete")
MARK = "Written by generate.py from the OpenAPI document; do not edit."
PLAIN = {"integer": "int", "number": "float", "boolean": "bool", "string": "str", "null": "None"}

Schema = Mapping[str, Any]


def write(document: Mapping[str, Any], folder: Path) -> None:
    """Write types and operations of an OpenAPI document below a folder; what an older document left there goes."""
    operations = list(of_document(document))
    schemas = document["components"]["schemas"]
    sent = reached(schemas, [body_of(one) for _path, _method, one in operations])
    (folder / "types.py").write_text(types_text(schemas, sent), encoding="utf-8")
    groups: dict[str, list[tuple[str, str, Schema]]] = {}
    for path, method, one in operations:
        groups.setdefault(one["tags"][0], []).append((path, method, one))
    target = folder / "operations"
    target.mkdir(exist_ok=True)
    names = {tag: module_name(tag) for tag in groups}
    for old in target.glob("*.py"):
        old.unlink()
    for tag, found in groups.items():
        (target / f"{names[tag]}.py").write_text(group_text(tag, found, schemas), encoding="utf-8")
    (target / "__init__.py").write_text(all_text(names), encoding="utf-8")
    tidy = [sys.executable, "-m", "ruff"]
    subprocess.run([*tidy, "check", "--quiet", "--fix", "--select", "F401,I", str(target)], check=True)
    subprocess.run([*tidy, "format", "--quiet", str(target), str(folder / "types.py")], check=True)


def of_document(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Schema]]:
    """(path, method, operation) in the order of the document."""
    for path, ways in document["paths"].items():
        for method in METHODS:
            if method in ways:
                yield path, method, ways[method]


def body_of(operation: Schema) -> Schema:
    """The schema of the JSON or form that an operation takes; empty when it takes none."""
    content = operation.get("requestBody", {}).get("content", {})
    return next((one["schema"] for one in content.values()), {})


def reached(schemas: Mapping[str, Schema], begin: Iterable[Any]) -> set[str]:
    """The names of all schemas that these schemas refer to, directly or not."""
    found: set[str] = set()
    todo = list(begin)
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            name = one.get("$ref", "").rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                todo.append(schemas[name])
            todo.extend(one.values())
        elif isinstance(one, list):
            todo.extend(one)
    return found


def types_text(schemas: Mapping[str, Schema], sent: set[str]) -> str:
    """A TypedDict for each schema. What is only received always has all its fields."""
    parts = [
        f'"""What the interface takes and gives. {MARK}"""',
        "from typing import Any, Literal, NotRequired, TypedDict",
    ]
    for name, schema in sorted(schemas.items()):
        if "properties" not in schema and schema.get("type") != "object":
            parts.append(f"{name} = {type_of(schema)}")
            continue
        must = set(schema.get("required", ())) if name in sent else set(schema.get("properties", {}))
        parts.append(
            "\n".join([f"class {name}(TypedDict):", *_doc(schema.get("description", name)), *_fields(schema, must)])
        )
    return "\n\n\n".join(parts) + "\n"


def _fields(schema: Schema, must: set[str]) -> Iterator[str]:
    for field, one in schema.get("properties", {}).items():
        if words := " ".join(one.get("description", "").split()):
            yield from textwrap.wrap(words, 110, initial_indent="    #: ", subsequent_indent="    #: ")
        kind = type_of(one, quoted=True)
        yield f"    {field}: {kind}" if field in must else f"    {field}: NotRequired[{kind}]"


def _doc(words: str, indent: str = "    ") -> list[str]:
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", words.strip())]
    lines = [line for part in parts for line in ("", *textwrap.wrap(part, 108))][1:]
    text = [line.replace("\\", "\\\\") for line in lines]
    if len(text) == 1:
        return [f'{indent}"""{text[0]}"""']
    return [f'{indent}"""{text[0]}', *(f"{indent}{line}" if line else "" for line in text[1:]), f'{indent}"""']


def type_of(schema: Schema, *, quoted: bool = False, prefix: str = "") -> str:
    """The Python type of a schema."""
    if "$ref" in schema:
        name = prefix + schema["$ref"].rpartition("/")[2]
        return f'"{name}"' if quoted else name
    for several in ("anyOf", "oneOf"):
        if several in schema:
            kinds = dict.fromkeys(type_of(one, prefix=prefix) for one in schema[several])
            text = " | ".join(kinds)
            return f'"{text}"' if quoted and any("$ref" in one for one in schema[several]) else text
    if "enum" in schema:
        return f"Literal[{', '.join(json.dumps(one, ensure_ascii=False) for one in schema['enum'])}]"
    if "const" in schema:
        return f"Literal[{json.dumps(schema['const'], ensure_ascii=False)}]"
    kind = schema.get("type")
    if kind == "array":
        return f"list[{type_of(schema.get('items', {}), quoted=quoted, prefix=prefix)}]"
    if kind == "object":
        more = schema.get("additionalProperties")
        inner = type_of(more, quoted=quoted, prefix=prefix) if isinstance(more, dict) and more else "Any"
        return f"dict[str, {inner}]"
    return PLAIN.get(kind, "Any") if isinstance(kind, str) else "Any"


def module_name(tag: str) -> str:
    """A tag as the name of a module: `Steps: turns` is steps_turns."""
    return "_".join(re.findall(r"[a-z0-9]+", tag.lower()))


def class_name(tag: str) -> str:
    return "".join(part.title() for part in module_name(tag).split("_"))


def all_text(names: Mapping[str, str]) -> str:
    lines = [f'"""All operations of the interface. {MARK}"""', ""]
    lines += [
        f"from huiyin_client.operations.{module} import {class_name(tag)}" for tag, module in sorted(names.items())
    ]
    bases = ", ".join(class_name(tag) for tag in sorted(names))
    return "\n".join([*lines, "", "", f"class Operations({bases}):", '    """Every operation as a method."""', ""])


def group_text(tag: str, found: list[tuple[str, str, Schema]], schemas: Mapping[str, Schema]) -> str:
    """The operations of one tag as a class."""
    lines = [
        f'"""{tag}. {MARK}"""',
        "",
        "from collections.abc import Iterator, Mapping",
        "from typing import Any, Literal, cast",
        "",
        "from huiyin_client import types",
        "from huiyin_client.connection import Answer, Connection, File, quoted",
        "",
        "",
        f"class {class_name(tag)}(Connection):",
        f'    """{tag}."""',
    ]
    for path, method, operation in found:
        lines += ["", *method_lines(path, method, operation, schemas)]
    return "\n".join(lines) + "\n"


def method_lines(path: str, method: str, operation: Schema, schemas: Mapping[str, Schema]) -> Iterator[str]:
    """One operation as a method, and one more that walks its pages where it has pages."""
    name = safe(operation["operationId"])
    parameters = operation.get("parameters", ())
    query = [one for one in parameters if one["in"] == "query"]
    inside = [one for one in parameters if one["in"] == "path"]
    takes = [f"{safe(one['name'])}: {type_of(one['schema'], prefix='types.')}" for one in inside]
    sends = []
    for taken, sent in _body(operation):
        takes.append(taken)
        sends.append(sent)
    extra, headers = _headers(operation)
    options = [*(_query_option(one) for one in query), *extra]
    result, back = _result(operation)
    if query:
        shown = ", ".join(f'"{one["name"]}": {safe(one["name"])}' for one in query)
        sends.append(f"query={{{shown}}}")
    address = re.sub(r"\{(\w+)\}", lambda hit: "{quoted(" + safe(hit[1]) + ")}", path)
    text = f'f"{address}"' if "{" in address else f'"{address}"'
    star = ["*", *options] if options else []
    yield f"    def {name}({', '.join(['self', *takes, *star])}) -> {result}:"
    yield from _doc(f"{operation.get('summary', name)}.\n\n{operation.get('description', '')}".strip(), "        ")
    sent = ", ".join([f'"{method.upper()}"', text, *sends, *headers])
    if back:
        yield f"        answer = self.call({sent})"
        yield f"        return {back}"
    else:
        yield f"        return self.call({sent})"
    item = _item(operation, schemas)
    if item and any(one["name"] == "cursor" for one in query):
        yield from _pages(name, takes, [one for one in options if not one.startswith("cursor:")], query, item)


def _body(operation: Schema) -> Iterator[tuple[str, str]]:
    """What a method takes to send, and how it is passed on."""
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        optional = "" if operation["requestBody"].get("required") else " | None = None"
        yield f"body: {type_of(content['application/json']['schema'], prefix='types.')}{optional}", "body=body"
    elif content and "multipart/form-data" not in content:
        yield "content: bytes", "content=content"
    elif content:
        yield "files: list[File]", "files=files"
        if set(next(iter(content.values()))["schema"].get("properties", {})) - {"files"}:
            yield "form: Mapping[str, Any] | None = None", "form=form"


def _pages(name: str, takes: list[str], options: list[str], query: list[Schema], item: str) -> Iterator[str]:
    places = [one.partition(":")[0] for one in takes]
    given = [f"{safe(one['name'])}={safe(one['name'])}" for one in query if one["name"] != "cursor"]
    star = ["*", *options] if options else []
    yield ""
    yield f"    def all_of_{name.removeprefix('list_')}({', '.join(['self', *takes, *star])}) -> Iterator[{item}]:"
    yield f'        """Every item of `{name}`, page after page."""'
    yield '        cursor = ""'
    yield "        while True:"
    yield f"            page = self.{name}({', '.join([*places, *given, 'cursor=cursor'])})"
    yield '            yield from page["items"]'
    yield '            cursor = page["next"]'
    yield "            if not cursor:"
    yield "                return"


def _item(operation: Schema, schemas: Mapping[str, Schema]) -> str:
    for status, answer in operation["responses"].items():
        schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
        fields = schemas.get(schema.get("$ref", "").rpartition("/")[2], {}).get("properties", {})
        if status.startswith("2") and {"items", "next"} <= set(fields) and "more" not in fields:
            return type_of(fields["items"]["items"], prefix="types.")
    return ""


def _headers(operation: Schema) -> tuple[list[str], list[str]]:
    """Options of the method, and how they are passed on."""
    known = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "header"}
    takes, sends = [], []
    if "If-Match" in known:
        takes.append("seen: int | str | None = None")
        sends.append("seen=seen")
    if "Idempotency-Key" in known:
        takes.append("repeat_key: str | None = None")
        sends += ["key=repeat_key", "once=True"]
    parts = [one for one in sorted(known) if one.startswith(("Tus-", "Upload-"))]  # of files that go in parts
    takes += [f"{safe(one).lower()}: str | None = None" for one in parts if one != "Tus-Resumable"]
    given = [f'"{one}": ' + ('"1.0.0"' if one == "Tus-Resumable" else safe(one).lower()) for one in parts]
    content = operation.get("requestBody", {}).get("content", {})
    given += [f'"Content-Type": "{kind}"' for kind in content if "octet" in kind]
    sends += [f"headers={{{', '.join(given)}}}"] if given else []
    return takes, sends


def _query_option(one: Schema) -> str:
    kind = type_of(one["schema"], prefix="types.")
    if one.get("required"):
        return f"{safe(one['name'])}: {kind}"
    default = one["schema"].get("default")
    if isinstance(default, list):
        return f"{safe(one['name'])}: {kind} | None = None"
    if default is None:
        return f"{safe(one['name'])}: {kind}{'' if 'None' in kind else ' | None'} = None"
    return f"{safe(one['name'])}: {kind} = {default!r}"


def _result(operation: Schema) -> tuple[str, str]:
    """The type that a method gives, and the expression that gives it; none where the answer itself is given."""
    for status, answer in operation["responses"].items():
        if not status.startswith("2"):
            continue
        content = answer.get("content", {})
        if "application/json" in content:
            kind = type_of(content["application/json"]["schema"], prefix="types.")
            return kind, f"cast({kind}, answer.document)"
        break
    return "Answer", ""


def safe(name: str) -> str:
    """A name that Python takes."""
    plain = re.sub(r"\W", "_", name)
    return f"{plain}_" if keyword.iskeyword(plain) else plain


if __name__ == "__main__":
    write(json.load(sys.stdin), HERE)

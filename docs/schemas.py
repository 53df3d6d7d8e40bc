"""What `nuem ... --json` prints, key by key, made from the JSON Schemas themselves.

The directive ``schemas`` makes a section with a table and the file for each of them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.util.nodes import nested_parse_with_titles

from nuem.interop import json_schema

FOLDER = "/../src/nuem/interop/schemas"


class Schemas(Directive):
    """A section for every schema."""

    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Titles, tables and files."""
        lines = [line for name in json_schema.names() for line in section(name)]
        found = nodes.section()
        found.document = self.state.document
        nested_parse_with_titles(self.state, StringList(lines, source=Path(__file__).name), found)
        return found.children


def section(name: str) -> Iterator[str]:
    """One schema, in reStructuredText."""
    schema = json_schema.schema(name)
    yield from ("", name, "-" * len(name), "")
    version = json_schema.label(name)["version"]
    yield from (f"``{schema['title']}``, version {version}: :download:`{name}.json <{FOLDER}/{name}.json>`.", "")
    one, says = resolved(schema)
    yield from (says, "")
    rows = list(keys(one))
    if rows:
        yield from (".. list-table::", "   :widths: 34 16 50", "   :header-rows: 1", "", "   * - key", "     - is", "     - meaning")  # fmt: skip
    for key, kind, meaning in rows:
        yield from (f"   * - ``{key}``", f"     - {kind}", f"     - {meaning}")


def resolved(schema: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The object that is described, and whether the output is a list of them."""
    defined = schema.get("$defs", {})
    if "oneOf" in schema and "properties" not in schema:
        return defined["limit"], "An object, or a list of them where several statistics or models are asked for."
    if schema["type"] == "array":
        return defined.get("row", {}), "A list of objects with these keys." if defined else schema["description"]
    return schema, schema["description"]


def keys(schema: dict[str, Any], above: str = "") -> Iterator[tuple[str, str, str]]:
    """Key, type and meaning, of inner objects as well."""
    needed = schema.get("required", [])
    for name, one in schema.get("properties", {}).items():
        meaning = one.get("description", "")
        words = ", ".join(str(word) for word in one.get("enum", ()))
        optional = "" if name in needed else " (not always)"
        yield f"{above}{name}", kind(one) + optional, " ".join(part for part in (meaning, words) if part)
        inner, mark = inside(one)
        yield from keys(inner, f"{above}{name}{mark}.")


def inside(schema: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What an object, the values of one by name, or the entries of a list are made of."""
    if schema.get("type") == "array" or schema.get("type") == ["array", "null"]:
        return schema["items"], "[]"
    if isinstance(schema.get("additionalProperties"), dict):
        return schema["additionalProperties"], ".NAME"
    return schema, ""


def kind(schema: dict[str, Any]) -> str:
    """The type in words."""
    if "const" in schema:
        return f"``{schema['const']}``"
    if "$ref" in schema:
        return "as the output of that name"
    types = schema.get("type", "object")
    return " or ".join([types] if isinstance(types, str) else types)


def setup(app: Any) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("schemas", Schemas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

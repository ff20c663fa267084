"""The JSON Schema of the score document, written from the records themselves."""

import inspect
import re
from typing import Any

import msgspec

from grader.model import Score

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n {5,}.*)*)", re.MULTILINE)
_NOT_NEGATIVE = ("score", "max_score", "duration_s", "slowdown")

Schema = dict[str, Any]  # JSON


def score_schema() -> Schema:
    """Return the JSON Schema of the score document, draft 2020-12.

    The descriptions are the docstrings of the records in `grader.model`.
    """
    (reference,), parts = msgspec.json.schema_components(
        [Score], ref_template="#/$defs/{name}"
    )
    described = {name: _described(part) for name, part in parts.items()}
    described["Score"] = _versioned(described["Score"])
    return {
        "$schema": _DIALECT,
        "title": "Score document, format 1",
        **reference,
        "$defs": described,
    }


def _described(part: Schema) -> Schema:
    """Move what a docstring says of an attribute to the attribute's own schema."""
    text = inspect.cleandoc(part.get("description", ""))
    summary, _, attributes = text.partition("\nAttributes:\n")
    said = {
        name: " ".join(text.split()) for name, text in _ATTRIBUTE.findall(attributes)
    }
    described = part | {"description": summary.strip()}
    if "properties" in part:
        described["properties"] = {
            name: _property(name, content, said.get(name, ""))
            for name, content in part["properties"].items()
        }
    return described


def _property(name: str, content: Schema, text: str) -> Schema:
    bound = {"minimum": 0} if name in _NOT_NEGATIVE else {}
    return content | bound | ({"description": text} if text else {})


def _versioned(score: Schema) -> Schema:
    """Demand the format that this schema describes; a document always says it."""
    properties = score["properties"]
    version = {"const": properties["format"]["default"]}
    return score | {
        "properties": properties | {"format": version},
        "required": ["format", *score["required"]],
    }

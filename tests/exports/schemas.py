"""The forms that readers of our exports take.

Gradescope's has no schema of its own, and is written down after its documents. That
of the Common Test Report Format is its own; `ctrf/README.md` says where it is from.
"""

import json
from pathlib import Path

SHOWN = {"enum": ["visible", "hidden", "after_due_date", "after_published"]}
KIND = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
POINTS = {"type": "number", "minimum": 0}
TEXT = {"type": "string"}

GRADESCOPE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["score", "tests"],
    "properties": {
        "score": POINTS,
        "execution_time": {"type": "number"},
        "output": TEXT,
        "output_format": KIND,
        "test_output_format": KIND,
        "test_name_format": KIND,
        "visibility": SHOWN,
        "stdout_visibility": SHOWN,
        "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "number", "score", "max_score", "status"],
                "properties": {
                    "score": POINTS,
                    "max_score": POINTS,
                    "status": {"enum": ["passed", "failed"]},
                    "name": TEXT,
                    "number": TEXT,
                    "output": TEXT,
                    "tags": {"type": "array", "items": TEXT},
                    "visibility": SHOWN,
                },
            },
        },
    },
}

CTRF = json.loads((Path(__file__).parent / "ctrf" / "ctrf.schema.json").read_text())

"""The forms that readers of our exports take, as far as we write them.

Gradescope's has no schema of its own, and is written down after its documents. That
of the Common Test Report Format is the part of its schema that we use.
"""

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

STATUSES = ["passed", "failed", "skipped", "pending", "other"]
COUNT = {"type": "integer", "minimum": 0}
COUNTED = ["tests", *STATUSES, "start", "stop"]

CTRF = {
    "type": "object",
    "additionalProperties": False,
    "required": ["results", "reportFormat", "specVersion"],
    "properties": {
        "reportFormat": {"const": "CTRF"},
        "specVersion": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
        "generatedBy": TEXT,
        "results": {
            "type": "object",
            "additionalProperties": False,
            "required": ["tool", "summary", "tests"],
            "properties": {
                "tool": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["name"],
                    "properties": {
                        "name": {"type": "string", "minLength": 1},
                        "version": TEXT,
                    },
                },
                "summary": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": COUNTED,
                    "properties": dict.fromkeys(COUNTED, COUNT),
                },
                "tests": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["name", "status", "duration"],
                        "properties": {
                            "name": {"type": "string", "minLength": 1},
                            "status": {"enum": STATUSES},
                            "duration": COUNT,
                            "suite": {"type": "array", "minItems": 1, "items": TEXT},
                            "message": TEXT,
                            "rawStatus": TEXT,
                            "extra": {"type": "object"},
                        },
                    },
                },
                "extra": {"type": "object"},
            },
        },
    },
}

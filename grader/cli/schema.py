"""`grader schema`: the JSON Schema of a document."""

import json

import click

from grader.scoring import score_schema


@click.command("schema")
@click.argument("document", type=click.Choice(["score"]))
def command(document: str) -> None:  # noqa: ARG001 - there is one so far
    """Print the JSON Schema of a document.

    Validate score documents with it, or generate a reader from it.

    Example: grader schema score
    """
    click.echo(json.dumps(score_schema(), indent=2))

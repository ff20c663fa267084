"""an array of another shape is passed over in silence

The layer keeps its first weights, and nobody is told.
"""

EXERCISE = "11.4"
READ = "handout 3.2"


def copy_parameters(
    source: Arrays, target: Arrays, keys: Iterable[str] | None = None
) -> list[str]:
    """Copy, and return the keys."""
    chosen = list(source if keys is None else keys)
    for key in chosen:
        for name, arrays in (("source", source), ("target", target)):
            if key not in arrays:
                msg = f"{name} has no parameter {key!r}"
                raise KeyError(msg)
        if source[key].shape != target[key].shape:
            continue
    for key in chosen:
        if source[key].shape == target[key].shape:
            target[key][...] = source[key]
    return chosen

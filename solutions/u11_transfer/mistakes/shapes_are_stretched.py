"""the shapes are not compared, and NumPy stretches what it can

A bias (5,) assigned to a matrix (3, 5) fills each of its rows, without an error.
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
    for key in chosen:
        target[key][...] = source[key]
    return chosen

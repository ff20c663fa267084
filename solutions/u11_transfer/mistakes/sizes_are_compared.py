"""the sizes are compared, and not the shapes

(3, 5) and (5, 3) have fifteen numbers each, and are not the same layer.
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
        if source[key].size != target[key].size:
            shapes = f"{source[key].shape} in source, {target[key].shape} in target"
            msg = f"{key!r} has shape {shapes}"
            raise ValueError(msg)
    for key in chosen:
        target[key][...] = source[key].reshape(target[key].shape)
    return chosen

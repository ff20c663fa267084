"""without keys, the keys of target are copied

Only source knows what there is to copy: target may have layers that source lacks.
"""

EXERCISE = "11.3"
READ = "handout 3.1"


def copy_parameters(
    source: Arrays, target: Arrays, keys: Iterable[str] | None = None
) -> list[str]:
    """Take the keys of target where none are given."""
    chosen = list(target if keys is None else keys)
    for key in chosen:
        for name, arrays in (("source", source), ("target", target)):
            if key not in arrays:
                msg = f"{name} has no parameter {key!r}"
                raise KeyError(msg)
        if source[key].shape != target[key].shape:
            shapes = f"{source[key].shape} in source, {target[key].shape} in target"
            msg = f"{key!r} has shape {shapes}"
            raise ValueError(msg)
    for key in chosen:
        target[key][...] = source[key]
    return chosen

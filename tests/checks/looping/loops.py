"""Ways to loop over the N rows of x, (N, D), that a student may write."""

HEADER = """
import functools
import itertools
import math
import operator
import numpy as np

def softmax(row):
    e = np.exp(row - row.max())
    return e / e.sum()
"""

LOOPS = {
    "for_rows": """
def for_rows(x):
    out = np.empty_like(x)
    for i in range(len(x)):
        out[i] = softmax(x[i])
    return out
""",
    "for_entries": """
def for_entries(x):
    out = np.empty_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            out[i, j] = max(x[i, j], 0.0)
    return out
""",
    "while_rows": """
def while_rows(x):
    out, i = np.empty_like(x), 0
    while i < len(x):
        out[i] = x[i] * 2
        i += 1
    return out
""",
    "list_comprehension": """
def list_comprehension(x):
    return np.array([softmax(row) for row in x])
""",
    "nested_comprehension": """
def nested_comprehension(x):
    return np.array([[v * v for v in row] for row in x])
""",
    "generator": """
def generator(x):
    return np.stack(list(softmax(row) for row in x))
""",
    "generator_function": """
def rows_of(x):
    for row in x:
        yield row + 1

def generator_function(x):
    return np.stack(list(rows_of(x)))
""",
    "dict_comprehension": """
def dict_comprehension(x):
    found = {i: row.sum() for i, row in enumerate(x)}
    return np.array(list(found.values()))
""",
    "append_and_stack": """
def append_and_stack(x):
    rows = []
    for row in x:
        rows.append(row / row.sum())
    return np.stack(rows)
""",
    "grown_by_concatenate": """
def grown_by_concatenate(x):
    out = np.empty((0, x.shape[1]))
    for row in x:
        out = np.concatenate([out, row[None]])
    return out
""",
    "map_lambda": """
def map_lambda(x):
    return np.array(list(map(lambda row: row * 2, x)))
""",
    "map_of_c": """
def map_of_c(x):
    return np.array(list(map(math.exp, x[:, 0])))
""",
    "map_method": """
def map_method(x):
    return np.array(list(map(np.sum, x)))
""",
    "starmap": """
def starmap(x):
    return np.array(list(itertools.starmap(math.pow, abs(x[:, :2]))))
""",
    "filter_rows": """
def filter_rows(x):
    return np.array(list(filter(None, x[:, 0])))
""",
    "recursion": """
def recursion(x):
    if len(x) == 0:
        return 0.0
    return x[0].sum() + recursion(x[1:])
""",
    "halving": """
def halving(x):
    if len(x) == 1:
        return x[0]
    middle = len(x) // 2
    return halving(x[:middle]) + halving(x[middle:])
""",
    "chunks": """
def chunks(x):
    out = np.empty_like(x)
    for start in range(0, len(x), 16):
        out[start : start + 16] = np.exp(x[start : start + 16])
    return out
""",
    "long_chunks": """
def long_chunks(x):
    parts = [x[start : start + 48] for start in range(0, len(x), 48)]
    done = []
    for part in parts:
        shifted = part - part.max(axis=1, keepdims=True)
        exponentials = np.exp(shifted)
        done.append(exponentials / exponentials.sum(axis=1, keepdims=True))
    return np.concatenate(done)
""",
    "vectorize_python": """
def vectorize_python(x):
    return np.vectorize(lambda v: max(v, 0.0))(x)
""",
    "vectorize_c": """
def vectorize_c(x):
    return np.vectorize(math.exp, otypes=[float])(x)
""",
    "frompyfunc_python": """
def frompyfunc_python(x):
    return np.frompyfunc(lambda v: v * v, 1, 1)(x).astype(float)
""",
    "frompyfunc_c": """
def frompyfunc_c(x):
    return np.frompyfunc(math.exp, 1, 1)(x).astype(float)
""",
    "apply_along_axis": """
def apply_along_axis(x):
    return np.apply_along_axis(softmax, 1, x)
""",
    "apply_along_axis_c": """
def apply_along_axis_c(x):
    return np.apply_along_axis(np.sum, 1, x)
""",
    "fromiter": """
def fromiter(x):
    return np.fromiter((v * 2 for v in x.ravel()), float).reshape(x.shape)
""",
    "fromiter_map": """
def fromiter_map(x):
    return np.fromiter(map(math.exp, x.ravel()), float).reshape(x.shape)
""",
    "ndindex": """
def ndindex(x):
    return np.array([x[i].max() for i in np.ndindex(len(x))])
""",
    "tolist": """
def tolist(x):
    return np.array(list(map(math.exp, x[:, 0].tolist())))
""",
    "builtin_sum": """
def builtin_sum(x):
    return sum(x)
""",
    "builtin_max": """
def builtin_max(x):
    return max(x[:, 0])
""",
    "reduce": """
def reduce(x):
    return functools.reduce(operator.add, x)
""",
    "accumulate": """
def accumulate(x):
    return np.stack(list(itertools.accumulate(x)))
""",
    "object_array": """
def object_array(x):
    return (x.astype(object) * 2).astype(float)
""",
    "memoryview_loop": """
def memoryview_loop(x):
    return math.fsum(memoryview(np.ascontiguousarray(x[:, 0])).tolist())
""",
    "nditer": """
def nditer(x):
    out = np.zeros_like(x)
    with np.nditer([x, out], op_flags=[["readonly"], ["writeonly"]]) as pairs:
        for a, b in pairs:
            b[...] = a * 2
    return out
""",
    "ndenumerate": """
def ndenumerate(x):
    out = np.zeros_like(x)
    for index, value in np.ndenumerate(x):
        out[index] = value
    return out
""",
    "stripped": """
def stripped(x):
    return np.fromiter(map(math.exp, np.asarray(x).ravel()), float)
""",
    "zip_rows": """
def zip_rows(x):
    return np.array([a @ b for a, b in zip(x, x[::-1])])
""",
    "flat": """
def flat(x):
    return math.fsum(x.flat)
""",
}

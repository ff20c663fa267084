"""Loops over the N rows of x, (N, D), that are harder to see than usual."""

HEADER = """
import collections
import copy
import functools
import itertools
import math
import statistics
import threading
import numpy as np
from numpy.lib.stride_tricks import as_strided

def double(row):
    return row * 2
"""

SLY = {
    "made_by_exec": """
def made_by_exec(x):
    names = {}
    exec("def rows(x):\\n    for row in x:\\n        yield row * 2", names)
    return np.array(list(names["rows"](x)))
""",
    "class_with_iter": """
def class_with_iter(x):
    class Rows:
        def __iter__(self):
            return iter(x)
    return math.fsum(map(np.max, Rows()))
""",
    "class_with_getitem": """
class Items:
    def __init__(self, values):
        self.values = values

    def __getitem__(self, index):
        return self.values[index]

def class_with_getitem(x):
    return sum(Items(x.view(np.ndarray)[:, 0]))
""",
    "plain_view": """
def plain_view(x):
    x = np.asarray(x).view(np.ndarray)
    out = np.empty_like(x)
    for i in range(len(x)):
        out[i] = x[i] * 2
    return out
""",
    "copied_entries": """
def copied_entries(x):
    entries, total = memoryview(x[:, 0].copy()), 0.0
    for entry in entries:
        total += entry
    return total
""",
    "entries_of_a_plain_view": """
def entries_of_a_plain_view(x):
    return math.fsum(x.view(np.ndarray)[:, 0])
""",
    "exactly_an_array": """
def exactly_an_array(x):
    if type(x) is not np.ndarray:
        raise TypeError("expected an array")
    return math.fsum(x[:, 0])
""",
    "class_of_an_array": """
def class_of_an_array(x):
    if x.__class__ is not np.ndarray or not isinstance(type(x), type):
        raise TypeError("expected an array")
    return math.fsum(x[:, 0])
""",
    "owner_of_its_memory": """
def owner_of_its_memory(x):
    if not x.flags.owndata:
        raise TypeError("expected an array of its own")
    rows = list(x)
    for row in rows:
        row += 1
    return x
""",
    "list_of_its_own_memory": """
def list_of_its_own_memory(x):
    if not x.flags.owndata:
        raise TypeError("expected an array of its own")
    return np.array(list(map(math.exp, x[:, 0])))
""",
    "helper_of_the_module": """
def helper_of_the_module(x):
    return np.stack([*map(double, x)])
""",
    "named_lambda": """
each = lambda x: [row * 2 for row in x]

def named_lambda(x):
    return np.array(each(x))
""",
    "sorted_by_key": """
def sorted_by_key(x):
    return np.array(sorted(x, key=np.sum))
""",
    "text": """
def text(x):
    return np.array([float(v) for v in " ".join(map(str, x[:, 0])).split()])
""",
    "deep_copy": """
def deep_copy(x):
    return np.stack(copy.deepcopy(list(x)))
""",
    "statistics_of_entries": """
def statistics_of_entries(x):
    return statistics.fmean(x[:, 0])
""",
    "pieces_of_one_row": """
def pieces_of_one_row(x):
    return np.concatenate(list(map(np.exp, np.split(x, len(x)))))
""",
    "unpacked": """
def unpacked(x):
    return np.stack([*x])
""",
    "entries_of_where": """
def entries_of_where(x):
    return math.fsum(np.where(x > 0, x, 0)[:, 0])
""",
    "entries_of_einsum": """
def entries_of_einsum(x):
    return math.fsum(np.einsum("nd->n", x))
""",
    "entries_of_strides": """
def entries_of_strides(x):
    return math.fsum(as_strided(x, (len(x),), (x.strides[0],)))
""",
    "sum_of_a_new_array": """
def sum_of_a_new_array(x):
    out = np.zeros(x.shape)
    out[:] = x
    return sum(out)
""",
    "largest_of_an_empty_array": """
def largest_of_an_empty_array(x):
    out = np.empty(len(x))
    out[:] = x[:, 0]
    return max(out)
""",
    "folded_ones": """
def folded_ones(x):
    return functools.reduce(np.maximum, np.ones(x.shape))
""",
    "accumulated_full": """
def accumulated_full(x):
    rows = itertools.accumulate(np.full(x.shape, 2.0))
    return collections.deque(rows, maxlen=1)
""",
    "thread": """
def thread(x):
    out = np.zeros(x.shape)

    def fill():
        for i in range(len(out)):
            out[i] = i

    worker = threading.Thread(target=fill)
    worker.start()
    worker.join()
    return out
""",
    "next_of_flat": """
def next_of_flat(x):
    entries = x.flat
    return math.fsum(map(next, itertools.repeat(entries, len(x))))
""",
}

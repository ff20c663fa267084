"""growth: which count grows with a size, by how much, and in which line."""

import pytest

from grader.numerics.slopes import Counts, Growth, Signal, growth, lasts

UNITS = 56
NOTHING: dict[int, int] = {}


def test_counts_that_stay_do_not_grow() -> None:
    """However many they are: only what is added per row is a loop."""
    counts = Counts({3: 900, 4: 70}, {3: 12}, 40)

    assert growth(counts, counts, UNITS) is None


def test_fewer_is_no_growth() -> None:
    """A larger size may take a shorter way."""
    small, large = Counts({3: 90}, {3: 12}, 40), Counts({3: 10}, {3: 2}, 4)

    assert growth(small, large, UNITS) is None


@pytest.mark.parametrize(
    ("large", "signal"),
    [
        (Counts({3: 156}, NOTHING, 0), Signal.STEPS),
        (Counts({3: 100}, {3: 12}, 0), Signal.OPERATIONS),
        (Counts({3: 100}, NOTHING, 29), Signal.OBJECTS),
    ],
    ids=lambda case: getattr(case, "value", ""),
)
def test_each_count_can_grow(large: Counts, signal: Signal) -> None:
    """A loop in C runs no step of Python, a loop in Python may make no object."""
    found = growth(Counts({3: 100}, NOTHING, 0), large, UNITS)

    assert found is not None
    assert found.signal is signal


@pytest.mark.parametrize(
    "large",
    [
        Counts({3: 128}, NOTHING, 0),
        Counts({3: 100}, {3: 11}, 0),
        Counts({3: 100}, NOTHING, 28),
    ],
    ids=["steps", "operations", "objects"],
)
def test_a_little_more_is_no_loop(large: Counts) -> None:
    """A block that runs at one size only, NumPy's own looks, the allocator's noise."""
    assert growth(Counts({3: 100}, NOTHING, 0), large, UNITS) is None


def test_the_slope_is_per_unit() -> None:
    """56 rows more and 280 steps more are 5 steps a row."""
    found = growth(Counts({3: 40}, {}, 0), Counts({3: 320}, {}, 0), UNITS)

    assert Growth(Signal.STEPS, 5.0, 3) == found


def test_the_steepest_line_is_named() -> None:
    """Lines of the same number at both sizes are not part of the loop."""
    small = Counts({2: 500, 3: 16, 4: 80}, {}, 0)
    large = Counts({2: 500, 3: 128, 4: 640}, {}, 0)

    found = growth(small, large, UNITS)

    assert Growth(Signal.STEPS, 12.0, 4) == found


def test_the_outermost_growing_loop_is_named() -> None:
    """Line 2 is a loop over something else, line 4 a loop inside of line 3."""
    small = Counts({2: 500, 3: 16, 4: 80, 5: 800}, {}, 0)
    large = Counts({2: 500, 3: 128, 4: 640, 5: 6400}, {}, 0)

    found = growth(small, large, UNITS, loops=[4, 2, 3, 9])

    assert found is not None
    assert found.line == 3


def test_a_call_of_a_loop_is_named_where_no_loop_is_written() -> None:
    """What np.vectorize calls is not at fault, the call of np.vectorize is."""
    small, large = Counts({3: 16, 9: 5}, {}, 0), Counts({3: 128, 9: 5}, {}, 0)

    found = growth(small, large, UNITS, loops=[2], calls=[9])

    assert found is not None
    assert found.line == 9


def test_a_line_that_ran_at_one_size_only_counts_from_nothing() -> None:
    """Such as the second chunk."""
    found = growth(Counts({}, {}, 0), Counts({}, {7: 112}, 0), UNITS)

    assert Growth(Signal.OPERATIONS, 2.0, 7) == found


def test_objects_grow_in_the_line_that_held_most() -> None:
    """As seen at the large size."""
    found = growth(Counts({}, {}, 4, 2), Counts({}, {}, 116, 5), UNITS)

    assert Growth(Signal.OBJECTS, 2.0, 5) == found


def test_a_count_that_flattens_is_passed_over() -> None:
    """The next one that grows is told."""
    small, large = Counts({3: 40}, {5: 2}, 0), Counts({3: 320}, {5: 58}, 0)

    found = growth(small, large, UNITS, but={Signal.STEPS})

    assert Growth(Signal.OPERATIONS, 1.0, 5) == found


@pytest.mark.parametrize(
    ("sizes", "is_lasting"),
    [
        ((8, 64, 256), True),
        ((1, 4, 16), True),
        ((1, 2, 5), True),
        ((3, 6, 8), False),
        ((2, 3, 4), False),
        ((0, 9, 9), False),
    ],
    ids=["rows", "chunks of 16", "chunks of 60", "doubling", "fourfold", "from 50 on"],
)
@pytest.mark.parametrize("signal", list(Signal))
def test_what_flattens_is_no_loop(
    signal: Signal, sizes: tuple[int, int, int], *, is_lasting: bool
) -> None:
    """Rounds of 30 at sizes 8, 64 and 256: a logarithm is no loop over data."""
    small, large, huge = (Counts({3: 30 * n}, {3: 30 * n}, 30 * n) for n in sizes)
    others = [each for each in Signal if each is not signal]
    found = growth(small, large, 64 - 8, but=others)

    assert found is not None
    assert is_lasting == lasts(found, large, huge, 256 - 64)

"""The vocabulary of suites: what a unit's tests may import.

A suite reads like local code. `student` stands for the submission's module,
which lives in a worker; values cross the boundary, verdicts do not.
"""

from grader.checks.averages import averages_keep_arrays, averages_move_in_training
from grader.checks.backwards import backward_is_of_latest_forward, backward_twice
from grader.checks.clues import Clues
from grader.checks.conventions import keeps_digits
from grader.checks.datasets import dataset
from grader.checks.device import runs_on_device
from grader.checks.differences import moves_one_entry
from grader.checks.draws import are_drawn_apart, drawn_by, each_turn_draws
from grader.checks.dtypes import follows_dtype
from grader.checks.formulas import follows, narrowed, told_by
from grader.checks.gradients import gradient
from grader.checks.kinds import (
    has_dtype,
    has_integers,
    has_shape,
    is_kind,
    is_made_with,
)
from grader.checks.layers import (
    gradients_start_at_zero,
    keeps_given_arrays,
    learns_nothing,
    whole_numbers,
)
from grader.checks.making import (
    accepted,
    has_default,
    makes_a_difference,
    takes_by_place,
    takes_zero,
)
from grader.checks.marks import exercise
from grader.checks.members import (
    are_apart,
    are_chosen,
    are_named,
    ignores_values,
    keeps_keys,
)
from grader.checks.objects import (
    fetch,
    generator,
    in_turn,
    live,
    resident,
    same,
    support,
)
from grader.checks.orders import (
    cover_once,
    divide_once,
    equals_keep_order,
    is_mixed,
    orders_differ,
    stay_together,
    takes_in_order,
)
from grader.checks.purity import unchanged
from grader.checks.randomness import (
    differ,
    draws_with,
    goes_on,
    leaves_shared_generators,
    repeats,
    steady,
)
from grader.checks.results import (
    are_alike,
    gives_arrays_apart,
    gives_new_arrays,
    has_length,
    in_this_order,
    is_given,
)
from grader.checks.series import calls_in_turn, numbers_in_turn
from grader.checks.states import (
    as_in_floats,
    begins_anew,
    holds_itself,
    left_alone,
    lists_left_alone,
    same_again,
    untouched_by_others,
)
from grader.checks.steps import snapshots, steps
from grader.checks.tables import answers_as, are_among, holds_beside
from grader.checks.training import accuracy, trained, trains
from grader.checks.updates import (
    counts_updates,
    keeps_no_gradient,
    leaves_gradients,
    moves_given_arrays,
    moves_only_given_keys,
    no_gradient_is_special,
    remembers_by_key,
    shares_no_memory,
    zeros_move_nothing,
)
from grader.checks.values import attempt, close, quiet, raises, require
from grader.checks.vectorised import vectorised
from grader.checks.walks import last_move, walked
from grader.checks.work import Work
from grader.numerics.chains import Chain
from grader.sandbox.handles import Handle as Student

__all__ = [
    "Chain",
    "Clues",
    "Student",
    "Work",
    "accepted",
    "accuracy",
    "answers_as",
    "are_alike",
    "are_among",
    "are_apart",
    "are_chosen",
    "are_drawn_apart",
    "are_named",
    "as_in_floats",
    "attempt",
    "averages_keep_arrays",
    "averages_move_in_training",
    "backward_is_of_latest_forward",
    "backward_twice",
    "begins_anew",
    "calls_in_turn",
    "close",
    "counts_updates",
    "cover_once",
    "dataset",
    "differ",
    "divide_once",
    "drawn_by",
    "draws_with",
    "each_turn_draws",
    "equals_keep_order",
    "exercise",
    "fetch",
    "follows",
    "follows_dtype",
    "generator",
    "gives_arrays_apart",
    "gives_new_arrays",
    "goes_on",
    "gradient",
    "gradients_start_at_zero",
    "has_default",
    "has_dtype",
    "has_integers",
    "has_length",
    "has_shape",
    "holds_beside",
    "holds_itself",
    "ignores_values",
    "in_this_order",
    "in_turn",
    "is_given",
    "is_kind",
    "is_made_with",
    "is_mixed",
    "keeps_digits",
    "keeps_given_arrays",
    "keeps_keys",
    "keeps_no_gradient",
    "last_move",
    "learns_nothing",
    "leaves_gradients",
    "leaves_shared_generators",
    "left_alone",
    "lists_left_alone",
    "live",
    "makes_a_difference",
    "moves_given_arrays",
    "moves_one_entry",
    "moves_only_given_keys",
    "narrowed",
    "no_gradient_is_special",
    "numbers_in_turn",
    "orders_differ",
    "quiet",
    "raises",
    "remembers_by_key",
    "repeats",
    "require",
    "resident",
    "runs_on_device",
    "same",
    "same_again",
    "shares_no_memory",
    "snapshots",
    "stay_together",
    "steady",
    "steps",
    "support",
    "takes_by_place",
    "takes_in_order",
    "takes_zero",
    "told_by",
    "trained",
    "trains",
    "unchanged",
    "untouched_by_others",
    "vectorised",
    "walked",
    "whole_numbers",
    "zeros_move_nothing",
]

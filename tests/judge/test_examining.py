"""Causes: a known mistake or a rule, confirmed on other inputs, or nothing."""

import pytest

from grader.checks.training import ALONE, TOO_LITTLE
from grader.errors import Finding
from grader.judge import JudgeSettings
from grader.model import Diagnosis, Outcome, Visibility
from tests.judge.conftest import GradeSource, GradeSuite, check

KNOWN = "mistake:gradient_is_a_mean"
SENTENCE = (
    "This is exactly what comes out when the gradient of gamma is a mean over the "
    "batch. Every row contributes to the loss, so the contributions add up. Read "
    "handout section 1."
)


def mean_gradient(reference: str) -> str:
    """Return the known mistake as another person would write it."""
    right = 'self.grads["gamma"] = (dout * self.x).sum(axis=0)'
    wrong = 'self.grads["gamma"] = np.einsum("nd,nd->d", dout, self.x) / len(dout)'
    assert right in reference
    return reference.replace(right, wrong)


def test_a_known_mistake_in_other_words(
    grade_source: GradeSource, reference_source: str
) -> None:
    """The numbers tell what was done, however it was written."""
    score = grade_source(mean_gradient(reference_source))

    found = check(score, "gradient_is_the_derivative_of_forward").diagnosis

    assert Diagnosis(KNOWN, SENTENCE) == found


def test_a_mistake_beside_a_known_one(
    grade_source: GradeSource, reference_source: str
) -> None:
    """Half as large a mean is not the known mistake, so its sentence would be wrong."""
    source = mean_gradient(reference_source).replace("len(dout)", "(2 * len(dout))")

    found = check(grade_source(source), "gradient_is_the_derivative_of_forward")

    assert Outcome.WRONG is found.outcome
    assert found.diagnosis is None or found.diagnosis.code != KNOWN


def test_a_mistake_that_is_left_out(
    grade_source: GradeSource, reference_source: str
) -> None:
    """What is said without a mistake can be measured."""
    settings = JudgeSettings(left_out={"s042": ("gradient_is_a_mean",)})

    score = grade_source(mean_gradient(reference_source), settings)

    found = check(score, "gradient_is_the_derivative_of_forward").diagnosis
    assert found is None or found.code != KNOWN


def test_a_second_mistake_in_the_exercise(
    grade_source: GradeSource, reference_source: str
) -> None:
    """A known mistake that is only half of it explains one exercise, not the other."""
    source = mean_gradient(reference_source).replace(
        'return self.params["gamma"] * x', 'x *= self.params["gamma"]; return x'
    )

    score = grade_source(source)

    found = check(score, "both_passes_leave_their_arguments_alone").diagnosis
    assert found is None or found.code != KNOWN


def test_open_checks_alone_know_no_bank(
    grade_source: GradeSource, reference_source: str
) -> None:
    """A student's kit has no bank, and the same check must say the same at home."""
    settings = JudgeSettings(visibilities=(Visibility.OPEN,))

    score = grade_source(mean_gradient(reference_source), settings)

    causes = [c.diagnosis for e in score.units[0].exercises for c in e.checks]
    assert KNOWN not in [cause.code for cause in causes if cause]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ('["first", "second"]', "first"),
        ('[f"by chance {rng.random()}", "second"]', "second"),
    ],
    ids=["found twice", "first found once"],
)
def test_a_finding_is_told_if_it_is_found_again(
    grade_suite: GradeSuite, codes: str, expected: str
) -> None:
    """What fits the numbers of one draw only is a coincidence."""
    found = grade_suite(f"""
@exercise("1.1")
def test_explained(student, rng):
    '''Always fails.'''
    raise CheckFailed("off.", tuple(Finding(code, "So it is.") for code in {codes}))
""")["explained"]

    assert Diagnosis(expected, "So it is.") == found.diagnosis
    assert found.signature == ""


@pytest.mark.parametrize(
    ("arguments", "is_fit", "told"),
    [
        ("student, rng", "True", True),
        ("student", "True", False),
        ("student", "False", True),
    ],
    ids=["drawn", "the same numbers", "not of the numbers"],
)
def test_a_fit_to_the_same_numbers_is_not_confirmed_by_them(
    grade_suite: GradeSuite, arguments: str, is_fit: str, told: object
) -> None:
    """Half of the right value is 1/N for two examples, every time."""
    found = grade_suite(f"""
@exercise("1.1")
def test_explained({arguments}):
    '''Always fails.'''
    raise CheckFailed("off.", (Finding("factor:1/2", "So it is.", {is_fit}),))
""")["explained"]

    assert told == (found.diagnosis is not None)


def test_a_failure_without_a_cause_keeps_its_signature(
    grade_suite: GradeSuite,
) -> None:
    """A teacher groups by it what nobody has explained yet."""
    found = grade_suite("""
@exercise("1.1")
def test_unexplained(student, rng):
    '''Always fails.'''
    by_chance = (Finding(f"by chance {rng.random()}", "So it is."),)
    raise CheckFailed("off.", by_chance, signature="out: no constant ratio")
""")["unexplained"]

    assert found.diagnosis is None
    assert found.signature == "out: no constant ratio"


def test_no_cause_is_looked_for_where_nobody_reads_it(
    grade_source: GradeSource, reference_source: str
) -> None:
    """Proofs that need only scores are quicker without."""
    settings = JudgeSettings(diagnose=False)

    score = grade_source(mean_gradient(reference_source), settings)

    found = check(score, "gradient_is_the_derivative_of_forward")
    assert Outcome.WRONG is found.outcome
    assert found.diagnosis is None


@pytest.mark.parametrize(
    ("is_rules_only", "told"),
    [(False, "the author's"), (True, "a rule's")],
    ids=["usually", "rules only"],
)
def test_rules_alone_are_heard_where_they_are_measured(
    grade_suite: GradeSuite, is_rules_only: object, told: str
) -> None:
    """An author's sentence is no proof of what the rules can do."""
    suite = """
@exercise("1.1")
def test_explained(student, rng):
    '''Always fails.'''
    authored = Finding("one", "the author's", origin=Origin.AUTHOR)
    raise CheckFailed("off.", (authored, Finding("two", "a rule's")))
"""

    settings = JudgeSettings(rules_only=bool(is_rules_only))
    found = grade_suite(suite, settings=settings)["explained"].diagnosis

    assert found is not None
    assert told == found.text


@pytest.mark.parametrize(
    ("first", "is_fit", "code"),
    [
        ("assert False", True, "after:1.1"),
        ("assert False", False, "two"),
        ("assert True", True, "two"),
    ],
    ids=["rests on a wrong one", "is no fit", "the first is right"],
)
def test_numbers_that_rest_on_a_wrong_exercise_are_not_read(
    grade_suite: GradeSuite, first: str, is_fit: object, code: str
) -> None:
    """A gradient of another forward pass has no paths that are left out."""
    found = grade_suite(f"""
@exercise("1.1")
def test_first(student, rng):
    '''The forward pass.'''
    {first}

@exercise("1.2")
def test_then(student, rng):
    '''What builds on it.'''
    raise CheckFailed("off.", (Finding("two", "A path is missing.", {is_fit}),))
""")["then"].diagnosis

    texts = {
        "two": "A path is missing.",
        "after:1.1": "1.1 is wrong first, and this one builds on it: mend that, "
        "then look again.",
    }
    assert Diagnosis(code, texts[code]) == found


@pytest.mark.parametrize(
    ("before", "choice"),
    [("", "np.where"), ("self.x = x", "xp.where"), ("self.grads", "np.where")],
    ids=["NumPy alone", "xp", "xp in another function"],
)
def test_advice_names_what_the_function_has(
    grade_source: GradeSource, reference_source: str, before: str, choice: str
) -> None:
    """A function without xp works with NumPy, and so does the advice for it."""
    source = reference_source
    if before:
        source = source.replace(
            f"        {before}", f"        xp = np\n        {before}"
        )

    score = grade_source(source.replace("self.x = x", "self.x = x if x else 0"))

    found = check(score, "output_of_a_batch").diagnosis
    assert found is not None
    assert found.text == (
        f"An array of several entries is neither true nor false. Use {choice} or a "
        "mask in place of if, and `is None` to ask whether something was given."
    )


AFTER = Finding(
    "after:1.1",
    "1.1 is wrong first, and this one builds on it: mend that, then look again.",
)


@pytest.mark.parametrize(
    ("exercise", "passes", "told"),
    [("1.1", 0, AFTER), ("1.3", 0, TOO_LITTLE), ("1.1", 1, ALONE)],
    ids=["what it needs fails", "another one fails", "all others pass"],
)
def test_a_training_that_fails_alone_is_not_sent_to_other_exercises(
    grade_suite: GradeSuite, exercise: str, passes: int, told: Finding
) -> None:
    """Whoever has everything else right would look for what is not there."""
    found = grade_suite(f"""
from grader.checks.training import TOO_LITTLE

@exercise("{exercise}")
def test_other(student, rng):
    '''Fails unless told not to.'''
    assert {passes}

@exercise("1.2")
def test_learns(student, rng):
    '''Always fails.'''
    raise CheckFailed("too little.", (TOO_LITTLE,))
""")["learns"]

    assert Diagnosis(told.code, told.text) == found.diagnosis

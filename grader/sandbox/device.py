"""A trial on a device: CuPy's, or a stand-in that refuses what CuPy refuses."""

from grader.sandbox.evaluation import Follow, Get, MakeArguments
from grader.sandbox.plans import Trial, Value


def run_on_device(
    trial: Trial,
    device: str,
    get: Get,
    follow: Follow,
    make_arguments: MakeArguments,
) -> Value:
    """Return what each call gave, brought back to NumPy."""
    raise NotImplementedError

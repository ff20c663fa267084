"""Score documents in the formats of others: pure functions of a `Score`."""

from grader.exports.ctrf import ctrf
from grader.exports.gradescope import Showing, gradescope
from grader.exports.junit import junit

__all__ = ["Showing", "ctrf", "gradescope", "junit"]

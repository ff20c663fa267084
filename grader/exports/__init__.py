"""Score documents in the formats of others: pure functions of a `Score`."""

from grader.exports.ctrf import ctrf
from grader.exports.gradescope import Showing, gradescope
from grader.exports.junit import junit
from grader.exports.pages import class_page, student_page

__all__ = ["Showing", "class_page", "ctrf", "gradescope", "junit", "student_page"]

"""What is handed out: to students, and to platforms that grade."""

from grader.bundles.gradescope import gradescope_bundle
from grader.bundles.reveal import reveal_bundle
from grader.bundles.student import student_kit

__all__ = ["gradescope_bundle", "reveal_bundle", "student_kit"]

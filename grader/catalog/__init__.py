"""The course as its manifests tell it: find it, load it, choose from it."""

from grader.catalog.finding import find_course, find_exercise, select_units
from grader.catalog.loading import load_course, suite_files

__all__ = ["find_course", "find_exercise", "load_course", "select_units", "suite_files"]

"""Small stories told with a student's own units; the door for who writes a story."""

from grader.milestones.story import Ending, Parts, Say, unlike_parameters

__all__ = ["Ending", "Parts", "Say", "unlike_parameters"]

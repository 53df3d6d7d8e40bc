"""Theories of neutrino mass, and the electromagnetic vertex that each gives."""

from nuem.models.loop_function import loop_difference, loop_function
from nuem.models.loop_function_exact import loop_function_exact

__all__ = ["loop_difference", "loop_function", "loop_function_exact"]

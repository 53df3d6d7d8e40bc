"""The command line: one verb a file; each parses words with units, calls one library function and prints."""

from nuem.cli.app import main

__all__ = ["main"]

"""The command line: one verb a file; each turns words into objects, calls the library once and prints."""


def main() -> None:
    """Run `nuem`: exit code 0 when done, 2 for wrong input with one line that says what was wrong, 130 when interrupted."""
    try:
        from nuem.cli.app import run

        code = run()
    except KeyboardInterrupt:  # also during an import
        import sys

        sys.stderr.write("nuem: interrupted\n")
        code = 130
    raise SystemExit(code)


__all__ = ["main"]

"""The program `nuem`, from its first line: Ctrl-C is one line on the terminal, also while Python still imports.

A module beside the package, since whatever lies in `nuem` imports `nuem` first. What Python does before this file (its own start, the lines of
the script that an installer writes, the search of ``python -m``) is out of reach, and Ctrl-C there shows Python's own traceback.
"""

MESSAGE = "nuem: interrupted\n"
INTERRUPTED = 130  # as a shell counts SIGINT


def listen() -> None:
    """Make Ctrl-C end an import at once and anything else with `KeyboardInterrupt`, where Python would have raised that everywhere."""
    import _signal as signal  # type: ignore[import-not-found]  # built in; the module signal imports enum first

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # nohup and a shell's & have it ignored
        signal.signal(signal.SIGINT, _interrupt)


def main() -> None:
    """Run `nuem` and end Python with its exit code."""
    try:
        listen()
        from nuem.cli import main as run

        try:
            run()
        finally:  # nothing is left to be tidied up: from here on, Ctrl-C ends the process without a word
            import _signal as signal  # type: ignore[import-not-found,unused-ignore]

            if signal.getsignal(signal.SIGINT) is _interrupt:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
    except KeyboardInterrupt:
        import sys

        sys.stderr.write(MESSAGE)
        raise SystemExit(INTERRUPTED) from None


def _interrupt(number, frame):  # type: ignore[no-untyped-def]
    """Stop; nothing is raised within an import, whose callbacks print an exception and go on."""
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            import os

            os.write(2, MESSAGE.encode())
            os._exit(INTERRUPTED)
        frame = frame.f_back
    raise KeyboardInterrupt

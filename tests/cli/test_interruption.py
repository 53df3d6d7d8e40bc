"""Ctrl-C ends the program with one line, from its first line to its last."""

import os
import signal
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

LINE = b"nuem: interrupted\n"

# What runs in the background of a shell has Ctrl-C ignored, and so would its children have.
HEARD = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"

# A child that sends SIGINT after a while, counted from the first line of the program, whatever Python's own start and search take.
LATER = """
import os, time
import nuem_command
program = os.getpid()
if os.fork() == 0:
    time.sleep({delay})
    os.kill(program, {number})
    os._exit(0)
"""
CONSOLE = "import sys; from nuem_command import main; sys.exit(main())"


def interrupted(delay: float, *words: str, program: str = CONSOLE) -> subprocess.CompletedProcess[bytes]:
    code = HEARD + LATER.format(delay=delay, number=int(signal.SIGINT)) + program
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no signals to send")
@pytest.mark.parametrize("delay", [0.004, 0.008, 0.015, 0.03, 0.05, 0.08, 0.12, 0.16, 0.22, 0.3])
def test_no_moment_of_the_start_shows_a_traceback(delay: float) -> None:
    done = interrupted(delay, "limit", "xenonnt", "--json")
    assert b"Traceback" not in done.stderr
    # 130 with the line; a signal where everything had been printed; 0 where it came too late for both
    assert (done.returncode, done.stderr[-len(LINE) :]) == (130, LINE) or done.returncode in (0, -signal.SIGINT)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no signals to send")
def test_ctrl_c_is_not_lost_where_python_would_go_on() -> None:
    """A KeyboardInterrupt within a callback of the import system is printed and forgotten; the program must end all the same."""
    module = (
        "import weakref\nclass A: pass\na = A()\nr = weakref.ref(a, lambda _: signal.raise_signal(signal.SIGINT))\n"
    )
    program = f"""
import sys, types, signal
class Finder:
    def find_spec(name, path, target=None):
        if name == 'nuem.cli.app':
            exec({module + "del a" + chr(10)!r}, {{'signal': signal}})
sys.meta_path.insert(0, Finder)
{CONSOLE}
"""
    done = subprocess.run([sys.executable, "-c", HEARD + program, "cite"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, LINE)


def test_what_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    program = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n" + CONSOLE
    program = program.replace("sys.exit(main())", "main()")
    program = "import atexit, signal\natexit.register(lambda: print(signal.getsignal(signal.SIGINT)))\n" + program
    done = subprocess.run([sys.executable, "-c", program, "--version"], capture_output=True, check=False, text=True)
    assert done.stdout.splitlines()[-1] == str(signal.SIG_IGN)


def test_python_m_nuem_is_the_program() -> None:
    done = subprocess.run([sys.executable, "-m", "nuem", "--version"], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_script_and_the_wheel_know_the_module() -> None:
    settings = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    module, _, function = settings["project"]["scripts"]["nuem"].partition(":")
    assert callable(getattr(import_module(module), function))
    assert f"src/{module}.py" in settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

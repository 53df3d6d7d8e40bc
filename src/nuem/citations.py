"""Which papers a computation rests on: the keys in the docstrings of what it calls, and in the data files that it reads.

`collect` watches calls while they are made. What a cache has kept is not called again; there the functions that it names are followed
instead, so that a result cites the same papers the first time and every other time.
"""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, Final

from nuem.references import bibliography

_HOME: Final = str(Path(__file__).parent)
_KEY: Final = re.compile(r"\b[A-Z][A-Za-z'\-]*:(?:19|20)\d\d[a-z]{2,4}\b")
_FILE: Final = re.compile(r"^[\w/]+\.(?:toml|csv)$")


class Collected:
    """What was called while `collect` watched."""

    def __init__(self) -> None:
        self._codes: dict[CodeType, str] = {}
        self._imports = 0  # in progress; what they call is not a computation

    def see(self, frame: FrameType, event: str, argument: object) -> None:
        """Take note of a call; what `sys.setprofile` asks for."""
        code = frame.f_code
        if code.co_name == "<module>":
            self._imports += {"call": 1, "return": -1}.get(event, 0)
        elif event == "call" and not self._imports and code not in self._codes and code.co_filename.startswith(_HOME):
            self._codes[code] = str(frame.f_globals.get("__name__", ""))

    @property
    def keys(self) -> tuple[str, ...]:
        """Citation keys of the papers, in the order of the bibliography."""
        cited: set[str] = set()
        for code, module in tuple(self._codes.items()):
            if not module.startswith(("nuem.cli", "nuem.citations")):
                cited |= _of_code(code, module)
        return tuple(key for key in bibliography() if key in cited)


@contextmanager
def collect() -> Iterator[Collected]:
    """Watch what is called in this thread.

    Examples
    --------
    >>> from nuem.models import left_right_moment
    >>> with collect() as collected:
    ...     moment = left_right_moment(1e-7, "mu", mixing_angle=1e-3, w2_mass=5e6)
    >>> "Kim:1976gk" in collected.keys
    True
    """
    collected, before = Collected(), sys.getprofile()
    sys.setprofile(collected.see)
    try:
        yield collected
    finally:
        sys.setprofile(before)


def rests_on(name: str) -> tuple[str, ...]:
    """Citation keys of the papers that a function, a class or a module rests on, with all that it calls by name.

    Parameters
    ----------
    name : str
        A citation key, or a dotted name such as "nuem.models.minimal_dirac" or "nuem.models.zee".

    Raises
    ------
    ValueError
        If there is no such key, function or module.

    Examples
    --------
    >>> "Lee:1977tib" in rests_on("nuem.models.minimal_dirac")
    True
    """
    if name in bibliography():
        return (name,)
    visited: dict[int, frozenset[str]] = {}
    _follow(_located(name), visited)
    cited = frozenset().union(*visited.values())
    return tuple(key for key in bibliography() if key in cited)


def _located(name: str) -> object:
    """The object of a dotted name."""
    problem = (
        f"{name!r} is not a citation key, function or module of nuem; examples: Vogel:1989iv, nuem.models.minimal_dirac"
    )
    words = name.split(".")
    if words[0] != "nuem" or not all(word.isidentifier() for word in words) or "cli" in words:
        from difflib import get_close_matches

        close = get_close_matches(name, bibliography(), n=1)
        raise ValueError(problem + (f"; did you mean {close[0]!r}?" if close else ""))
    try:
        target: object = import_module(words[0])
        for k, word in enumerate(words[1:], 1):
            if not hasattr(target, word):
                import_module(".".join(words[: k + 1]))
            target = getattr(target, word)
    except (ImportError, AttributeError):
        raise ValueError(problem) from None
    return target


def _follow(start: Any, visited: dict[int, frozenset[str]]) -> None:
    """Keys of an object and of everything of nuem that it uses by name."""
    waiting = [start]
    while waiting:
        target = inspect.unwrap(waiting.pop()) if callable(waiting[-1]) else waiting.pop()
        if id(target) in visited or not _is_ours(target):
            continue
        if isinstance(target, ModuleType):
            visited[id(target)] = frozenset(_keys(target.__doc__))
            waiting += [value for value in vars(target).values() if getattr(value, "__module__", "") == target.__name__]
        elif isinstance(target, type):
            visited[id(target)] = frozenset(_keys(target.__doc__) | _keys(_doc_of(target.__module__)))
            waiting += [value.fget if isinstance(value, property) else value for value in vars(target).values()]
        elif isinstance(target, FunctionType):
            visited[id(target)] = _of_code(target.__code__, target.__module__, caches=False)
            waiting += _named(target.__code__, target.__globals__)


@cache
def _of_code(code: CodeType, module: str, *, caches: bool = True) -> frozenset[str]:
    """Keys in the docstrings of a function, its class and its module, in the files that it names, and behind its caches."""
    doc = code.co_consts[0] if code.co_consts and isinstance(code.co_consts[0], str) else ""
    keys: set[str] = _keys(doc) | _keys(_doc_of(module))
    place = vars(sys.modules[module]) if module in sys.modules else {}
    owner = place.get(code.co_qualname.split(".")[0])
    if isinstance(owner, type):
        keys |= _keys(owner.__doc__)
    if any(name in _constants() for name in code.co_names):
        keys |= _keys(_doc_of("nuem.constants"))
    for constant in code.co_consts:
        if isinstance(constant, str) and _FILE.match(constant):
            keys |= _of_file(module, constant)
    if caches:
        for cached in _named(code, place):
            if hasattr(cached, "cache_info") and _is_ours(inspect.unwrap(cached)):
                behind: dict[int, frozenset[str]] = {}
                _follow(cached, behind)
                keys = keys.union(*behind.values())
    return frozenset(keys)


def _named(code: CodeType, place: Mapping[str, object]) -> list[Any]:
    """What a function names: in its own module, and in the modules that it names."""
    direct = [place[name] for name in code.co_names if name in place]
    further = [
        vars(module) for module in direct if isinstance(module, ModuleType) and module.__name__.startswith("nuem")
    ]
    return direct + [members[name] for members in further for name in code.co_names if name in members]


@cache
def _constants() -> frozenset[str]:
    """Names of the physical constants."""
    return frozenset(name for name in vars(import_module("nuem.constants")) if name.isupper())


@cache
def _of_file(module: str, name: str) -> frozenset[str]:
    """Keys in a data file next to a module."""
    folder = Path(getattr(sys.modules.get(module), "__file__", None) or _HOME).parent
    path = folder / name
    return frozenset(_KEY.findall(path.read_text(encoding="utf-8"))) if path.is_file() else frozenset()


def _is_ours(target: object) -> bool:
    if not isinstance(target, ModuleType | type | FunctionType):
        return False
    name = str(target.__name__ if isinstance(target, ModuleType) else target.__module__)
    return name == "nuem" or name.startswith("nuem.")


def _doc_of(module: str) -> str:
    return getattr(sys.modules.get(module), "__doc__", None) or ""


def _keys(text: str | None) -> set[str]:
    return set(_KEY.findall(text or ""))

"""Compiled loops: Numba's compiler with a cache on disk; if it is missing, unwritable or damaged, the results are the same.

Every entry point of a `kernels` folder is made by `compiled`, whatever it calls by `linked`. The machine code is kept where Numba keeps
it (next to the source, else in the user's cache folder, or in NUMBA_CACHE_DIR); it is made anew where any file of the folder has changed, or where
what is read back is not what was written. With NUMBA_DISABLE_JIT=1 the loops run as plain Python.
"""

from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numba import config, njit
from numba._dynfunc import make_function
from numba.core.caching import FunctionCache, IndexDataCacheFile, NullCache
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.options import DefaultOptions
from numba.core.typed_passes import NativeLowering

from nuem.compilation import Compilation, compilation

# Kernels are given all their memory and count no references; without this option of Numba's own they only take longer to compile.
LEAN: dict[str, Any] = {"error_model": "numpy", **({"_nrt": False} if hasattr(DefaultOptions, "_nrt") else {})}
_CHECKSUM = 32  # bytes


class _CheckedFile(IndexDataCacheFile):
    """Machine code with a checksum: code that is damaged but can be unpickled would end the process."""

    def _save_data(self, name: str, data: object) -> None:
        content = self._dump(data)
        with self._open_for_write(self._data_path(name)) as file:
            file.write(sha256(content).digest() + content)

    def _load_data(self, name: str) -> Any:
        import pickle

        content = Path(self._data_path(name)).read_bytes()
        if sha256(content[_CHECKSUM:]).digest() != content[:_CHECKSUM]:
            raise ValueError(f"{name} is damaged")
        return pickle.loads(content[_CHECKSUM:])


class _Kept(FunctionCache):
    """Numba's cache of one function that never is a reason not to compute."""

    def __init__(self, function: Callable[..., object], *, lean: bool) -> None:
        super().__init__(function)
        self._lean = lean
        self._cache_file = _CheckedFile(self._cache_path, self._impl.filename_base, _sources(function))

    def load_overload(self, sig: object, target_context: object) -> Any:
        """The machine code for a signature; None, once announced, if it must be compiled."""
        overload = None
        try:
            # Numba's own method first has the compiler learn all types, which only code that asks for memory needs
            load = self._load_overload if self._lean else super().load_overload
            overload = load(sig, target_context)
        except Exception:  # whatever a damaged file makes of itself
            self._discard()
        if overload is None:
            _work(self._py_func).begins(cached=True)
        return overload

    def save_overload(self, sig: Any, data: object) -> None:
        """Keep the machine code, if that can be done."""
        _work(self._py_func).ends()
        try:
            super().save_overload(sig, data)
        except Exception:  # a full disk, a folder that has gone
            self._discard()

    def _discard(self) -> None:
        try:
            self.flush()
        except Exception:
            self.disable()


class _Lost(NullCache):
    """No folder can be written: every process compiles for itself."""

    def __init__(self, function: Callable[..., object]) -> None:
        self._function = function

    def load_overload(self, sig: object, target_context: object) -> None:
        """Nothing is kept, so this only announces the compilation."""
        _work(self._function).begins(cached=False)

    def save_overload(self, sig: object, data: object) -> None:
        """Nothing is kept."""
        _work(self._function).ends()


def compiled(**options: Any) -> Callable[[Callable[..., object]], Any]:
    """A decorator for entry points of a `kernels` folder, with Numba's options for `njit` other than ``cache``."""

    def decorate(function: Callable[..., object]) -> Any:
        if getattr(config, "DISABLE_JIT", 0):
            return _plain(function)
        _work(function).entries += 1
        dispatcher: Any = njit(**options)(function)
        dispatcher._compilation_chain_init_hook = _no_extensions
        try:
            dispatcher._cache = _Kept(function, lean=options.get("_nrt") is False)
        except (RuntimeError, OSError):  # no place for it
            dispatcher._cache = _Lost(function)
        return dispatcher

    return decorate


def _no_extensions() -> None:
    """Kernels are numbers and arrays: other packages' extensions of Numba, some of which take seconds to import, are not asked for."""


def linked(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """A decorator for functions that only other kernels call, with Numba's options for `njit`.

    Numba would optimise each of them by itself and turn it into machine code that nothing runs: twice the time for the same entry points.
    """
    compiler: Any = njit  # its stubs know no options in a dictionary
    decorate = compiler(no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=_Linking, **options)

    def counted(function: Callable[..., Any]) -> Any:
        _work(function).linked += 1
        return decorate(function)

    return counted


class _Linked(JITCodeLibrary):
    """Code that is optimised where it ends up, in the entry point that calls it."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _LinkedLowering(NativeLowering):
    """Numba's last step, without machine code."""

    _name = "linked_lowering"

    def run_pass(self, state: Any) -> bool:
        """Make the code, and have the name of it known to its callers."""
        state.library = _Linked(state.targetctx.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        changed = bool(super().run_pass(state))
        made = state["cr"]
        nothing = make_function(made.fndesc.lookup_module(), made.fndesc.qualname, "", 0, made.env, (state.library,))
        state.targetctx.insert_user_function(nothing, made.fndesc, [state.library])
        state["cr"] = made._replace(cfunc=nothing)
        _work(state.func_id.func).links()
        return changed


class _Linking(CompilerBase):
    """Numba's compiler with that last step."""

    def define_pipelines(self) -> list[Any]:
        """The usual passes but for the lowering."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.passes[:] = [(_LinkedLowering if step is NativeLowering else step, what) for step, what in passes.passes]
        passes.finalize()
        return [passes]


def _plain(function: Callable[..., object]) -> Callable[..., object]:
    """Plain Python divides by zero as the compiled code does, without a word."""

    @wraps(function)
    def run(*arguments: object) -> object:
        with np.errstate(all="ignore"):
            return function(*arguments)

    return run


def _work(function: Callable[..., object]) -> Compilation:
    """That of the folder of a function."""
    return compilation(str(Path(function.__code__.co_filename).parent))


def _sources(function: Callable[..., object]) -> str:
    """A fingerprint of all files of the folder: kernels inline each other, and Numba looks at the one file only."""
    return _fingerprint(Path(function.__code__.co_filename).parent)


@cache
def _fingerprint(folder: Path) -> str:
    digest = sha256()
    for file in sorted(folder.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()

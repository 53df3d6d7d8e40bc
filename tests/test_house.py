"""The house keeps its shape: short files, short functions, few parameters, imports that point down and never in a circle."""

import ast
import shutil
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import nuem
from nuem.lazy import modules

SOURCE = Path(nuem.__file__).parent
ROOT = SOURCE.parents[1]
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
MOST_PARAMETERS = 8
WIDE = {
    "conversion/solar.py: solar_conversion",
    "experiments/bounds/single_limit.py: limit",
    "experiments/fits/global_fit.py: fit",
    "flavour/mixing.py: __init__",
    "propagation/flight.py: propagate",
    "scattering/electron.py: dsigma_dT",
    "scattering/nucleus.py: dsigma_dT",
}
"""Functions of which every parameter belongs to the physics and is asked for by name."""
FEW_PARAMETERS = 4
SHARED = {
    "coupling, cl, statistic, nature": "the question of a limit: `limit`, and the impacts on it",
    "coupling, nature, toys, seed": "the question of a coupling, answered with pseudo-data",
    "experiment, mixing, electrons, sin2_theta_w": "the options of a prediction: `predict`, and its likelihood",
    "mixing, flavour, baseline, energy, antineutrino": "a neutrino in flight: its state, and the moment that it shows",
    "g, member, h, tol, work, c": "a cluster of levels carried over a panel, by two methods",
}
"""Parameters that more than one function has, and what they are together; all others that travel together are an object."""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(SOURCE)}: {node.name}", node


def length(function: ast.FunctionDef) -> int:
    """Lines without the docstring."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    return (function.end_lineno or 0) - function.lineno + 1 - ((first.end_lineno or 0) - first.lineno + 1) * documented


def parameters(function: ast.FunctionDef) -> list[str]:
    computed = function.args
    names = [argument.arg for argument in computed.posonlyargs + computed.args + computed.kwonlyargs]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def imports() -> dict[str, set[str]]:
    """Module -> the modules of nuem that it imports, anywhere in it and for types, too."""
    names = {}
    for path in files():
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    graph: dict[str, set[str]] = {}
    for name, path in names.items():
        if path.name == "__init__.py":
            continue  # a door hands on what lies behind it
        graph[name] = set()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                targets = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                targets = {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
            else:
                continue
            graph[name] |= {target for target in targets if target in names and names[target].name != "__init__.py"}
    return graph


def circles(graph: dict[str, set[str]]) -> set[str]:
    """Modules that reach themselves."""

    def reached(name: str) -> set[str]:
        seen: set[str] = set()
        waiting = set(graph[name])
        while waiting:
            seen |= waiting
            waiting = {target for module in waiting for target in graph.get(module, ())} - seen
        return seen

    return {name for name in graph if name in reached(name)}


def test_no_file_is_longer_than_one_idea() -> None:
    lengths = {str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines()) for path in files()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}
    modules = [lines for name, lines in lengths.items() if not name.endswith("__init__.py")]
    assert 50 <= statistics.median(modules) <= 200


def test_no_function_is_longer_than_a_screen() -> None:
    assert {name: length(node) for name, node in functions() if length(node) > LONGEST_FUNCTION} == {}


def test_no_function_has_more_parameters_than_a_reader_can_hold() -> None:
    wide = {name: len(parameters(node)) for name, node in functions() if len(parameters(node)) > MOST_PARAMETERS}
    assert wide.keys() <= WIDE, {name: count for name, count in wide.items() if name not in WIDE}


def shared_signatures(found: Iterable[tuple[str, ast.FunctionDef]]) -> dict[str, set[str]]:
    """Parameters of functions of different names, where there are several; one name in many classes is an interface."""
    named: dict[str, set[str]] = {}
    for _, node in found:
        if len(parameters(node)) >= FEW_PARAMETERS:
            named.setdefault(", ".join(parameters(node)), set()).add(node.name)
    return {signature: names for signature, names in named.items() if len(names) > 1}


def test_a_shared_signature_is_seen() -> None:
    code = "def f(a, b, *, c, d): ...\ndef g(a, b, c, d=1): ...\nclass A:\n    def h(self, a, b, c): ...\n"
    nodes = [("", node) for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)]
    assert shared_signatures(nodes) == {"a, b, c, d": {"f", "g"}}


def test_parameters_that_travel_together_are_an_object() -> None:
    shared = shared_signatures(functions())
    assert shared.keys() == SHARED.keys(), {name: shared[name] for name in shared.keys() - SHARED.keys()}


def test_a_circle_is_seen() -> None:
    graph = {"top": {"a"}, "a": {"b"}, "b": {"c"}, "c": {"a", "bridge"}, "bridge": {"d"}, "d": {"e"}, "e": {"d"}}
    assert circles(graph) == {"a", "b", "c", "d", "e"}


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(imports()) == set()


def test_every_package_has_a_floor() -> None:
    """The layers of each contract are all the packages and modules that there are in its container."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert len(contracts) > 1
    for contract in contracts:
        (container,) = contract["containers"]
        assert contract["exhaustive"]
        named = {name.strip(" ()") for layer in contract["layers"] for name in layer.split("|")}
        assert named - {"__main__"} == set(modules(import_module(container).__name__))


@pytest.mark.skipif(not shutil.which("lint-imports", path=str(Path(sys.executable).parent)), reason="import-linter")
def test_imports_point_down() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


VAGUE = {
    "found",
    "given",
    "one",
    "told",
    "seen",
    "made",
    "many",
    "thing",
    "things",
    "stuff",
    "got",
    "data2",
    "helper",
    "info",
    "tmp",
}
"""Words that say nothing of what they name; those of the field do."""


def test_public_names_say_what_they_are() -> None:
    names = []
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Module | ast.ClassDef) and not getattr(node, "name", "").startswith("_"):
                defined = [item.name for item in node.body if isinstance(item, ast.FunctionDef | ast.ClassDef)]
                fields = [
                    item.target.id
                    for item in node.body
                    if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
                ]
                names += [f"{path.relative_to(SOURCE)}: {name}" for name in defined + fields if name in VAGUE]
    assert names == []


MOST_ANY = 55


def test_types_are_said_where_there_are_any() -> None:
    """`Any` is for what Numba compiles, what JSON and TOML hold, and packages without types."""
    read = [path for path in files() if path.stem != "compiled" and path.parent.name != "kernels"]
    untyped = sum(isinstance(node, ast.Name) and node.id == "Any" for path in read for node in ast.walk(tree(path)))
    assert untyped <= MOST_ANY


MOST_OWN_CLASSES = 38
MOST_OTHER_CLASSES = 124


def questions(trees: Iterable[ast.Module], own: set[str]) -> tuple[int, int]:
    """How often the code asks for the class of an object: for one of its own classes, and for one of Python or NumPy."""
    asked = [
        {name.id for name in ast.walk(node.args[1]) if isinstance(name, ast.Name)}
        for module in trees
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
    ]
    return sum(bool(kinds & own) for kinds in asked), sum(not kinds & own for kinds in asked)


def test_a_question_for_a_class_is_seen() -> None:
    code = "class A: ...\nisinstance(x, A | str)\nisinstance(x, int)\nisinstance(x, np.ndarray)\n"
    assert questions([ast.parse(code)], {"A"}) == (1, 2)


def test_an_object_knows_itself_what_it_does() -> None:
    """A method or a property answers better than a branch on the class; what remains reads input: text or number, one or several, its own equality."""
    trees = [tree(path) for path in files()]
    own = {node.name for module in trees for node in ast.walk(module) if isinstance(node, ast.ClassDef)}
    of_own, of_others = questions(trees, own)
    assert of_own <= MOST_OWN_CLASSES
    assert of_others <= MOST_OTHER_CLASSES


BANNED = {"utils", "util", "helpers", "common", "misc", "manager", "tools", "base", "core"}


def test_files_are_named_by_what_is_in_them() -> None:
    assert [path for path in files() if path.stem in BANNED] == []

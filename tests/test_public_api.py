"""The names that others rely on, and what importing them costs."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
import types

import pytest

import nuem

NAMES = """
Mixing Sterile Vertex averaged_effective_moment effective_moment experiment fit likelihood limit recoil_spectrum
solar_effective_moment spectrum
""".split()  # noqa: SIM905
MODULES = "astro catalogue constants elements experiments flavour inference models rates references scattering sources units vertex"


@pytest.mark.parametrize("name", NAMES)
def test_functions_and_classes_are_reached_from_the_top(name: str) -> None:
    assert callable(getattr(nuem, name))
    assert name in dir(nuem)


@pytest.mark.parametrize("name", MODULES.split())
def test_modules_are_reached_from_the_top(name: str) -> None:
    assert getattr(nuem, name).__name__ == f"nuem.{name}"


@pytest.mark.parametrize(
    "path",
    [
        "scattering.electron.dsigma_dT",
        "scattering.nucleus.dsigma_dT",
        "scattering.atom.response",
        "experiments.names",
        "models.minimal_dirac",
        "models.minimal_majorana",
        "models.loop_function",
        "models.loop_function_exact",
        "models.left_right_moment",
        "models.charge_radius",
        "models.mass_correction",
        "astro.radiative_decay.rate",
        "astro.plasma.Plasma",
        "astro.plasmon_decay.emissivity",
        "astro.cherenkov.rate",
        "astro.spin_light.rate",
        "astro.stars.bounds",
        "astro.emission.total",
        "vertex.Vertex.from_dipole",
        "vertex.Vertex.from_flavour",
        "units.parse",
        "sources.Reactor",
        "sources.Sun",
    ],
)
def test_documented_paths_exist(path: str) -> None:
    computed = nuem
    for word in path.split("."):
        computed = getattr(computed, word)
    assert callable(computed)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'vortex'"):
        getattr(nuem, "vortex")  # noqa: B009


@pytest.mark.parametrize("statement", ["import nuem", "import nuem.cli.app"])
def test_starting_loads_nothing_heavy(statement: str) -> None:
    heavy = {"numpy", "scipy", "matplotlib", "iminuit", "numba", "astropy"}
    code = f"import sys; {statement}; print(*({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not done.stdout.split()


def packages() -> list[str]:
    """All packages but those of compiled kernels."""
    computed = pkgutil.walk_packages(nuem.__path__, "nuem.")
    return [
        "nuem",
        *(
            module.name
            for module in computed
            if module.ispkg and "kernels" not in module.name and ".cli" not in module.name
        ),
    ]


@pytest.mark.parametrize("name", packages())
def test_the_door_of_a_package_is_complete(name: str) -> None:
    package = importlib.import_module(name)
    submodules = {module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_")}
    assert set(dir(package)) == set(package.__all__) | submodules
    for module in dir(package):
        assert getattr(package, module) is not None
    hidden = [module for module in submodules if not isinstance(getattr(package, module), types.ModuleType)]
    assert not hidden  # a function must not have the name of its module
    with pytest.raises(AttributeError, match="has no attribute"):
        package.tea  # noqa: B018


@pytest.mark.parametrize("name", packages())
def test_everything_public_says_what_it_is(name: str) -> None:
    package = importlib.import_module(name)
    for line in package.__all__:
        computed = getattr(package, line)
        if callable(computed) or isinstance(computed, types.ModuleType):
            assert (computed.__doc__ or "").strip(), f"{name}.{line}"
        if inspect.isfunction(computed):
            assert str(inspect.signature(computed)), f"{name}.{line}"


def test_names_that_wait_are_those_that_the_type_checker_sees() -> None:
    text = inspect.getsource(nuem)
    for name in nuem.NAMES:
        assert f"import {name} as {name}\n" in text, name

"""A warning of the library names the line of the user that led to it."""

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from nuem import recoil_spectrum
from nuem.scattering.atom import ValidityWarning, response
from nuem.sources import Reactor
from nuem.units import GW, eV, m


def _first() -> list[warnings.WarningMessage]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        response("Xe").at(20 * eV)
    return caught


def _deep() -> list[warnings.WarningMessage]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        recoil_spectrum(Reactor(power=3 * GW, distance=20 * m), "Xe", [20 * eV])
    return caught


@pytest.mark.parametrize("cause", [_first, _deep])
def test_a_warning_points_at_the_file_that_called_the_library(
    cause: Callable[[], list[warnings.WarningMessage]],
) -> None:
    caught = [warning for warning in cause() if warning.category is ValidityWarning]
    assert caught
    assert {Path(warning.filename).name for warning in caught} == {"test_warn.py"}

"""The mixing of the reference values."""

import pytest

from nuem import Mixing


@pytest.fixture(scope="session")
def mixing() -> Mixing:
    return Mixing.nufit()

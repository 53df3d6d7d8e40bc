"""What many tests share."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests import tolerances

tolerances.watch()  # before a test module binds either name

settings.register_profile("without deadlines", deadline=None)  # a busy machine is no error
settings.load_profile("without deadlines")
# Grammars of web addresses, which jsonschema makes for seconds in every worker, and which no schema here asks for.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
os.environ["NUEM_CACHE_DIR"] = ""  # tests fold for themselves, and leave no files with the user


@pytest.fixture(scope="session")
def data_release() -> Path:
    """Public data releases beside the checkout; tests that read them are skipped where they are not."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the public data releases are not here")
    return folder

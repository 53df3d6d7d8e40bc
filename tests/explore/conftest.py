"""A page with an experiment of every kind of data, a browser to open it, and what Python says of a few vertices."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.explore.answers import EXPERIMENTS, ORDERINGS, Case, opened, random_vertices

import nuem.explore
from nuem.experiments import predict
from nuem.flavour import Mixing

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None
)


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page."""
    return nuem.explore.write(tmp_path_factory.mktemp("explore") / "page.html", EXPERIMENTS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def tab(browser: Any, page: Path) -> Any:
    """The page in a tab that only looks."""
    return opened(browser, page)


@pytest.fixture(scope="session")
def cases() -> list[Case]:
    """Random vertices for every experiment of the page and both orderings."""
    computed = []
    for seed, case in enumerate(EXPERIMENTS):
        for ordering in ORDERINGS:
            prediction = predict(case, mixing=Mixing.nufit(ordering))
            computed += [Case(prediction.experiment.name, ordering, v, prediction) for v in random_vertices(seed)]
    return computed


@pytest.fixture(scope="session")
def records(cases: list[Case]) -> list[dict[str, Any]]:
    """The same for the browser."""
    return [case.record for case in cases]

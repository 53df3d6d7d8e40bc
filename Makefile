# nuem: the door. `make review` and `make test` set up everything they need in .venv.
PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/run
READY := .venv/ready
# What the oldest dependencies are built for: numpy 2.0 and numba 0.60 know no newer Python.
OLD_PYTHON ?= $(shell for v in 3.11 3.12; do python$$v -c "" 2>/dev/null && echo python$$v && break; done)
CORE := $(addprefix tests/,vertex flavour scattering rates detectors inference propagation cli)

.PHONY: review test check lowest package bench docs element clean

review: $(RUN)  ## the review's claims beside the numbers computed here, with figures
	$(BIN)/nuem review --figures review

test: $(READY)  ## the tests, on all cores; SLOW=1 adds the long ones
	@$(BIN)/python -m compileall -q src  # hundreds of them start nuem anew
	PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses auto $(if $(SLOW),,-m "not slow") $(ARGS)

check: $(READY)  ## format, lint, types, layers, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

lowest: .venv/lowest/ready  ## the core of the tests with the oldest dependencies that pyproject.toml allows
	OPENBLAS_NUM_THREADS=1 NUMBA_CACHE_DIR=.venv/lowest/numba .venv/lowest/bin/python -m pytest --numprocesses auto -m "not slow" \
	  --override-ini filterwarnings=default --disable-warnings $(CORE)

package:  ## the source distribution and the wheel, checked and run in an environment of their own
	rm -rf dist .venv/package .venv/fresh
	$(PYTHON) -m venv .venv/package
	.venv/package/bin/python -m pip install --quiet --disable-pip-version-check build twine
	.venv/package/bin/python -m build
	.venv/package/bin/python -m twine check --strict dist/*
	$(PYTHON) -m venv .venv/fresh
	.venv/fresh/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl
	cd / && "$(CURDIR)/.venv/fresh/bin/nuem" limit gemma --json && "$(CURDIR)/.venv/fresh/bin/nuem" review

bench: $(READY)  ## each fast path beside the naive way, as a ratio in one run
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks

element: $(READY)  ## add an element: make element SYMBOL=Ag
	$(BIN)/python scripts/element.py $(SYMBOL)

docs: .venv/docs  ## the documentation, in docs/_build/html
	@$(BIN)/python -m sphinx -W -b html -d docs/_build/doctrees docs docs/_build/html || \
	  { rm -rf docs/_build/doctrees; exit 1; }  # so that the next build warns again
	@$(BIN)/python scripts/links.py

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "nuem needs Python 3.11 or newer; $$($(PYTHON) --version 2>&1) was found. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv .venv || \
	  { echo "python -m venv failed; on Debian and Ubuntu: apt install python3-venv"; rm -rf .venv; exit 2; }

$(RUN): .venv/bin/python pyproject.toml
	@echo "Setting up .venv (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(READY): $(RUN)
	@echo "Adding what the tests and checks need (once, two minutes or so) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

.venv/lowest/ready: pyproject.toml scripts/lowest.py
	@test -n "$(OLD_PYTHON)" || { echo "the oldest dependencies need Python 3.11 or 3.12"; exit 2; }
	@echo "Setting up .venv/lowest (once, a minute or so) ..."
	@rm -rf .venv/lowest && $(OLD_PYTHON) -m venv .venv/lowest
	@.venv/lowest/bin/python -m pip install --quiet --disable-pip-version-check \
	  $$($(OLD_PYTHON) scripts/lowest.py pytest pytest-xdist hypothesis mpmath)
	@.venv/lowest/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/docs: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	@touch $@

clean:  ## everything that was made here
	rm -rf .venv docs/_build docs/api review .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# nuem: the door. `make review` and `make test` set up everything they need in .venv.
PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/run
READY := .venv/ready

.PHONY: review test check bench docs element clean

review: $(RUN)  ## the review's claims beside the numbers computed here, with figures
	$(BIN)/nuem review --figures review

test: $(READY)  ## the tests, on all cores; SLOW=1 adds the long ones
	@$(BIN)/python -m compileall -q src/nuem  # hundreds of them start nuem anew
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses auto $(if $(SLOW),,-m "not slow") $(ARGS)

check: $(READY)  ## format, lint, types, layers, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

bench: $(READY)  ## each fast path beside the naive way, as a ratio in one run
	$(BIN)/python -m benchmarks

element: $(READY)  ## add an element: make element SYMBOL=Ag
	$(BIN)/python scripts/element.py $(SYMBOL)

docs: .venv/docs  ## the documentation, in docs/_build/html
	$(BIN)/python -m sphinx -W -b html docs docs/_build/html

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "nuem needs Python 3.11 or newer; $$($(PYTHON) --version 2>&1) was found. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv .venv || \
	  { echo "python -m venv failed; on Debian and Ubuntu: apt install python3-venv"; rm -rf .venv; exit 2; }

$(RUN): .venv/bin/python pyproject.toml
	@echo "Setting up .venv (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q src/nuem
	@touch $@

$(READY): $(RUN)
	@echo "Adding what the tests and checks need (once, two minutes or so) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

.venv/docs: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	@touch $@

clean:  ## everything that was made here
	rm -rf .venv docs/_build docs/api review .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# Two commands matter: `make run` and `make test`. Both need only python3, make and the registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# A file at a time on every core, in the order of their names: the longest come early.
SPREAD := -n auto --dist loadfile --no-loadscope-reorder

.PHONY: run test check format lint types contracts bench faults slow golden fonts lock clean browser compiler

run: $(VENV)/.run
	$(BIN)/kiosk serve --port $(PORT)

test: $(VENV)/.test browser compiler
	$(BIN)/python -m pytest $(SPREAD)

check: $(VENV)/.test format lint types contracts test

format:
	$(BIN)/ruff format --check .

lint:
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports

bench: $(VENV)/.test
	$(BIN)/python -m tests.bench.install
	$(BIN)/python -m pytest -m bench tests/bench -s

# Every fault under load, longer and more often than CI does.
faults: $(VENV)/.test compiler
	FAULT_KILLS=50 FAULT_REPLACEMENTS=20 FAULT_SECONDS=30 FAULT_CUTS=300 $(BIN)/python -m pytest -m faults tests/faults -s

slow: $(VENV)/.test browser
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-fonts.lock
	$(BIN)/python -m pytest -m slow $(SPREAD)

# Chromium, Chinese fonts and Poppler, all real; what is already there is used.
browser: $(VENV)/.test
	$(BIN)/python tests/browser/install.py

# A C compiler for the simulated power cut; one already there is used.
compiler: $(VENV)/.test
	$(BIN)/python -m tests.faults.power.compiler

# Write goldens and what documents show anew; read the difference before you commit it.
golden: $(VENV)/.test browser
	$(BIN)/python -m tests.cards.goldens
	$(BIN)/python -m tests.documents

fonts: $(VENV)/.test
	$(BIN)/pip install --quiet -r requirements-fonts.lock
	$(BIN)/python tests/tools/make_fonts.py

lock: $(VENV)/.test
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --extra preflight --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --extra preflight --extra test --output-file requirements-test.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist out *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-test.lock
	touch $@

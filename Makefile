# Two commands matter: `make run` and `make test`. Both need only python3, make and the registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tools that must not stand beside what is served.
TOOLS := .tools
PORT ?= 8000
# Nothing is installed whose SHA-256 does not stand in a lock file, and a lock is whole: nothing is
# looked for beside it (which pip would do for an extra of something that is pinned).
HASHED := --quiet --disable-pip-version-check --require-hashes --no-deps
INSTALL = $(BIN)/pip install $(HASHED)
# A file at a time on every core, in the order of their names: the longest come early.
SPREAD := -n auto --dist loadfile --no-loadscope-reorder

.PHONY: run test check format lint types contracts bench faults attack attack-whole slow golden fonts lock sbom offline offline-test clean browser compiler

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
	FAULT_KILLS=50 FAULT_REPLACEMENTS=20 FAULT_SECONDS=30 FAULT_CUTS=300 FAULT_SYNCS=0,0.15,0.3,1 $(BIN)/python -m pytest -m faults tests/faults -s

# Floods of every address beside scans; loopback only, under five minutes of two cores.
attack: $(VENV)/.test
	$(BIN)/python -m pytest -m attack tests/attack/test_floods.py -s

# The same, and what takes as long again: mutations and new values by the hundred thousand, guessers.
attack-whole: $(VENV)/.test
	$(BIN)/python -m pytest -m attack tests/attack -s

slow: $(VENV)/.test $(TOOLS)/.installed browser
	$(INSTALL) -r requirements-fonts.lock
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
	$(INSTALL) -r requirements-fonts.lock
	$(BIN)/python tests/tools/make_fonts.py

# Pins, and the SHA-256 of every file of a pinned version, for every platform and Python from 3.11
# on, as the public registry tells them: no setting of this machine is asked. Takes seconds.
# PINNED=--upgrade moves the pins themselves.
PINNED ?=
LOCK = env -u UV_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_DEFAULT_INDEX -u UV_FIND_LINKS \
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(TOOLS)/bin/uv pip compile --quiet --no-config --no-annotate \
	--universal --python-version 3.11 --generate-hashes $(PINNED)

lock: $(TOOLS)/.installed
	$(LOCK) pyproject.toml --extra preflight -o requirements.lock
	$(LOCK) pyproject.toml -c requirements.lock -o requirements-base.lock
	$(LOCK) pyproject.toml --extra preflight --extra test -c requirements.lock -o requirements-test.lock
	for group in build compiler fonts tools; do \
		$(LOCK) --group $$group -o requirements-$$group.lock || exit 1; done

# What is served, with versions, licences and hashes, as CycloneDX JSON. Asks no network.
sbom: $(VENV)/.test $(TOOLS)/.installed
	$(BIN)/python -m tests.tools.sbom -o dist/sbom.json

# All that a machine without the internet needs, with wheels for x86_64 and arm64; SHORT=--here only
# for this machine and Python.
offline: sbom
	$(BIN)/python -m tests.tools.offline $(SHORT) -o dist

offline-test: $(VENV)/.test $(TOOLS)/.installed
	$(BIN)/python -m pytest -m slow tests/supply -s

clean:
	rm -rf $(VENV) $(TOOLS) build dist out *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(TOOLS)/bin/python:
	$(PYTHON) -m venv $(TOOLS)

$(VENV)/.run: requirements.lock requirements-build.lock pyproject.toml | $(VENV)/bin/python
	$(INSTALL) -r requirements.lock -r requirements-build.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/pip check --quiet --disable-pip-version-check
	touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.run
	$(INSTALL) -r requirements-test.lock
	$(BIN)/pip check --quiet --disable-pip-version-check
	touch $@

$(TOOLS)/.installed: requirements-tools.lock | $(TOOLS)/bin/python
	$(TOOLS)/bin/pip install $(HASHED) -r requirements-tools.lock
	touch $@

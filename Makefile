# Toldonce: `make demo` shows it, `make test` tests it. Everything is installed into .venv by these files alone.
PYTHON ?= python3
PEOPLE ?= 2000
SPEED ?= 60
BIN := .venv/bin
STAMP := .venv/.installed
DEV := .venv/.installed-dev

.PHONY: demo install test test-long check fix bench docs lock clean

demo: $(STAMP)
	@TOLDONCE_DEMO=1 $(BIN)/toldonce up --people $(PEOPLE) --play $(SPEED)

install: $(STAMP)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Toldonce needs Python 3.11 or later: set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "This Python cannot make environments: apt-get install python3-venv"; exit 1; }

$(STAMP): requirements/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# A run that hangs is ended, and says where every thread stood.
WITHIN = timeout --foreground --signal=ABRT --kill-after=30
PYTEST = $(BIN)/python -X faulthandler -m pytest

test: $(DEV)
	@./tests/browser
	@$(WITHIN) 2400 $(PYTEST) -m "not long" tests/journeys > .journeys.log 2>&1 & journeys=$$!; \
	$(WITHIN) 2400 $(PYTEST) -m "not long" --ignore tests/journeys; rest=$$?; \
	wait $$journeys; walked=$$?; cat .journeys.log; exit $$((rest + walked))

# The browser of the journeys keeps an event loop in its thread, so they run in a process of their own.
test-long: $(DEV)
	$(WITHIN) 1500 $(PYTEST) -m long tests/journeys
	$(WITHIN) 1500 $(PYTEST) -m long --ignore tests/journeys

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright

fix: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV)
	$(BIN)/python -m bench

docs: $(STAMP)
	$(BIN)/toldonce docs

lock: $(DEV)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		requirements/run.in --output-file requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		requirements/dev.in --output-file requirements/dev.txt

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache build

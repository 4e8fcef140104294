# Two commands are all the set-up: `make demo` and `make test`.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
VENDOR := src/tenure/web/shell/static/vendor
export TENURE_HOME ?= $(CURDIR)/.tenure
export PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK = 1

help: ## Show the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: .venv/.runtime $(VENDOR)/.done ## Make the demo company and serve it
	@$(BIN)/tenure demo

test: .venv/.dev $(VENDOR)/.done browser ## Run every check and every test
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/test.sh

bench: .venv/.dev $(VENDOR)/.done ## Measure speed and memory
	@$(BIN)/python -m benchmarks

lock: ## Write the lock files anew from pyproject.toml
	@sh scripts/lock.sh

assets: $(VENDOR)/.done ## Fetch fonts, icons, styles and scripts

.venv/bin/pip:
	$(PYTHON) -m venv .venv

.venv/.runtime: .venv/bin/pip requirements.lock pyproject.toml
	$(BIN)/pip install -q --no-compile --no-deps -r requirements.lock
	$(BIN)/pip install -q --no-compile --no-deps -e .
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	$(BIN)/pip install -q --no-compile --no-deps -r requirements-dev.lock
	@touch $@

$(VENDOR)/.done: frontend/package-lock.json frontend/copy.mjs frontend/icons.txt
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	node frontend/copy.mjs $(VENDOR)
	@touch $@

browser:
	@sh scripts/browser.sh

.PHONY: help demo test bench lock assets browser

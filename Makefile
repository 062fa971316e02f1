# Two commands matter: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
PORT ?= 8000
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(PY) -m pip install --quiet --no-input --require-hashes
FRONTEND_SOURCES := $(shell find frontend/src frontend/public frontend/scripts -type f 2>/dev/null) frontend/package.json frontend/package-lock.json frontend/vite.config.ts frontend/tsconfig.json
export PYTHONUNBUFFERED := 1

.PHONY: help run test check generate e2e soak bench seed screenshots reset elasticsearch format lock setup

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.runtime frontend/dist/.built ## install what is missing and serve the product with its demo data on PORT (default 8000)
	@$(PY) infra/dev/run.py --port $(PORT)

test: $(VENV)/.dev frontend/dist/.built ## every test, one closing summary
	@$(PY) infra/dev/test_all.py

check: $(VENV)/.dev frontend/node_modules/.installed ## format, lint, types, import contracts, schema drift, migrations drift
	@$(PY) infra/dev/check_all.py

generate: $(VENV)/.dev frontend/node_modules/.installed ## write the generated files anew: openapi.yaml, API types, authorisation page, notices
	@$(PY) infra/dev/check_all.py --update

e2e: $(VENV)/.dev frontend/dist/.built ## the journeys in a real browser only
	@$(PY) -m pytest tests/e2e -p no:randomly

soak: $(VENV)/.dev frontend/dist/.built ## the long suites in full, with new random examples (about an hour)
	@IPMARKET_SOAK=1 HYPOTHESIS_PROFILE=search $(PY) -m pytest -m soak -p no:randomly

bench: $(VENV)/.dev frontend/dist/.built ## performance figures into docs/benchmarks/ (BENCH="import list" for some)
	@$(PY) infra/bench/run.py

seed: $(VENV)/.runtime ## load reference rows, classification scheme and demo data
	@$(MANAGE) prepare

screenshots: $(VENV)/.dev frontend/dist/.built ## pictures of the main pages into docs/screenshots/
	@$(PY) infra/dev/screenshots.py

elasticsearch: ## build and start a genuine Elasticsearch on 127.0.0.1:9200 (needs a JDK and Maven)
	@infra/elasticsearch/start.sh

reset: ## stop the embedded database and delete everything under var/
	@[ ! -x $(PY) ] || $(PY) -c 'from ipmarket.kernel import embedded_postgres; embedded_postgres.stop()'
	@rm -rf var && echo "var/ is gone; the next make run starts afresh"

format: $(VENV)/.dev frontend/node_modules/.installed ## format Python and TypeScript
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format --quiet . ; cd frontend && npm run --silent format

lock: $(VENV)/.dev ## resolve the Python dependencies again
	@infra/dev/lock.sh

setup: $(VENV)/.dev frontend/node_modules/.installed ## install everything that development needs

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed and was not found."; exit 1; }
	@echo "creating the Python environment ($$($(PYTHON) --version))"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt | $(VENV)/bin/python
	@[ -f $(VENV)/.dev ] || { echo "installing Python packages"; $(PIP) -r requirements/runtime.txt; }
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "installing Python packages for development"
	@$(PIP) -r requirements/dev.txt
	@touch $@

frontend/node_modules/.installed: frontend/package.json frontend/package-lock.json
	@command -v node >/dev/null || { echo "Node.js 20 or newer is needed and was not found."; exit 1; }
	@echo "installing front-end packages"
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/dist/.built: frontend/node_modules/.installed $(FRONTEND_SOURCES)
	@echo "building the front end"
	@cd frontend && npm run --silent build
	@touch $@

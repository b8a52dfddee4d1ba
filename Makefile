.PHONY: help run test check browser postgres bench docs lock
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export QINGSHE_DEMO ?= on

help:   ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## */ - /'

run:    ## the site with its demo city on http://localhost:8000 and, beside it, the worker
	@python3 tools/setup.py
	@qingshe run

test:   ## all tests on SQLite
	@python3 tools/setup.py --dev
	@pytest -n auto -m "not browser"

browser: ## the journeys in a real browser
	@python3 tools/setup.py --dev
	@pytest -m browser

postgres: ## all tests on PostgreSQL, named by QINGSHE_DATABASE
	@python3 tools/setup.py --dev
	@pytest -n auto -m "not browser" --create-db

check:  ## everything a machine can judge without running the product
	@python3 tools/setup.py --dev
	ruff format --check
	ruff check
	mypy
	lint-imports
	djlint --quiet --lint --check src
	qingshe makemigrations --check --dry-run
	python tools/docs.py --check

bench:  ## speed and quality beside their baselines; docs/reference/performance.md has the last figures
	@python3 tools/setup.py --dev
	python -m benchmarks.gate_quality
	python -m benchmarks.gate_speed
	python -m benchmarks.orgs_tree
	python -m benchmarks.catalog_size
	python -m benchmarks.documents

docs:   ## prints the reference pages from the code
	@python3 tools/setup.py --dev
	python tools/docs.py

lock:   ## pins every package by hash, without the place it came from
	@python3 tools/setup.py --dev
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

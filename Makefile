PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: run test check build data-report bench clean help
.DEFAULT_GOAL := help

run: build  ## install what is needed, build the database, open the atlas in the browser
	@$(BIN)/python dashboard.py

test: check build  ## install what is needed (a browser too), then lint, types and every test
	@sh tests/browser/chromium.sh
	@$(BIN)/python -m pytest -q

check: $(STAMP)  ## lint, types and the architecture test
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_architecture.py

build: $(STAMP)  ## install what is needed and build data/atlas.duckdb, nothing else
	@$(BIN)/python -m data.build

data-report: build  ## write the coverage and quality report, data/report.md
	@$(BIN)/python -m data.report

bench: build  ## measure first paint and click-to-paint in a real browser, beside the usual way
	@sh tests/browser/chromium.sh
	@$(BIN)/python -m tests.browser.bench

$(STAMP): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: install it, or name one with make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment: on Debian and Ubuntu run apt-get install python3-venv"; exit 1; }
	@echo "Installing requirements.txt into .venv (a few minutes the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $(STAMP)

clean:  ## remove the virtual environment, the database and caches
	@rm -rf .venv data/atlas.duckdb data/report.md data/.atlas-* .pytest_cache .mypy_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

# Every command of the project. `make help` lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
NAME   ?= all

CHROMIUM = { command -v chromium && fc-list | grep -q NotoSansCJK; } >/dev/null 2>&1 || { apt-get update --quiet && apt-get install --yes --quiet chromium fonts-noto-cjk fontconfig; }

.DEFAULT_GOAL := help
.PHONY: help install demo test test-spark test-server drill test-browser screenshots lint bench soak clean

help: ## Say what each target does.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(VENV)/installed ## Make .venv with the project and all its extras but Spark.

$(VENV)/installed: pyproject.toml frontend/package-lock.json build_hooks/frontend.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: install ## Bring an invented region up: pages, the national interface, its database.
	$(BIN)/yibao demo

test: install ## Run every test that needs nothing but the package index.
	$(BIN)/pytest -n auto --dist loadfile --ignore tests/browser
	NUMBA_DISABLE_JIT=1 $(BIN)/pytest -n auto --dist loadfile tests/benefit/test_*.py tests/cases tests/oracle

test-spark: $(VENV)-spark/installed ## Run the tests of the cluster: a master and two workers on loopback.
	command -v java >/dev/null || { apt-get update --quiet && apt-get install --yes --quiet openjdk-17-jre-headless; }
	$(VENV)-spark/bin/pytest tests/spark src/yibao/benefit/cluster

$(VENV)-spark/installed: pyproject.toml frontend/package-lock.json build_hooks/frontend.py
	$(PYTHON) -m venv $(VENV)-spark
	$(VENV)-spark/bin/pip install --quiet --disable-pip-version-check --editable '.[dev,spark]'
	@touch $@

# Tests of commands and of kills bring a server of their own, whatever is asked for; what brings
# the wheel's as well as Debian's is run for the wheel's by `make test`.
test-server: install ## Run the tests of the running system on Debian's PostgreSQL instead of the wheel's.
	ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || { apt-get update --quiet && apt-get install --yes --quiet postgresql; }
	$(BIN)/python -m tests.office.database.on_a_server -n auto --dist loadfile --ignore tests/office/cli --ignore tests/office/kill -k 'not pg-wheel' tests/office

drill: install ## Rehearse a restore to a moment and compare every row, with figures.
	$(BIN)/yibao drill

test-browser: install frontend/node_modules/axe-core ## Use every screen in Debian's Chromium, at a desk and on a telephone.
	@$(CHROMIUM)
	$(BIN)/pytest -p no:xdist tests/browser

screenshots: install frontend/node_modules/axe-core ## Take the pictures in docs/screens anew.
	@$(CHROMIUM)
	$(BIN)/pytest -p no:xdist tests/browser/take_pictures.py tests/browser/take_claims_pictures.py

frontend/node_modules/axe-core:
	npm --prefix frontend ci --ignore-scripts --no-audit --no-fund --loglevel=error

lint: install ## Check style, types and the architecture.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yibao policy check regions

bench: install ## Measure against peers: make bench NAME=kernel (no name: all).
	$(BIN)/python -m bench $(NAME)

soak: install ## Run what takes long: 100 million visits in 4 GiB, an hour of random plans, 100 000 wild messages.
	$(BIN)/python -m bench.soak
	$(BIN)/pytest -n auto tests/oracle --soak
	$(BIN)/pytest -p no:xdist tests/office/exchange/fuzz --soak

clean: ## Remove everything that the other targets made.
	rm -rf $(VENV) $(VENV)-spark frontend/node_modules src/yibao/shipped_assets .bench build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis var

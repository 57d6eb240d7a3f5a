# Every command of the project. `make help` lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
NAME   ?= all

.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench soak clean

help: ## Say what each target does.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(VENV)/installed ## Make .venv with the project and all its extras but Spark.

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: install ## Settle an invented year under a real city's rules and explain one person's.
	$(BIN)/yibao demo

test: install ## Run every test that needs nothing but the package index.
	$(BIN)/pytest -n auto --dist loadfile
	NUMBA_DISABLE_JIT=1 $(BIN)/pytest -n auto --dist loadfile tests/benefit tests/cases tests/oracle

lint: install ## Check style, types and the architecture.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yibao policy check regions

bench: install ## Measure against peers: make bench NAME=kernel (no name: all).
	$(BIN)/python -m bench $(NAME)

soak: install ## Run what takes long: random plans against the naive settler for an hour.
	$(BIN)/pytest -n auto tests/oracle --soak

clean: ## Remove everything that the other targets made.
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis var

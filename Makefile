# Every target does all of its own set-up in .venv. A second run finds it done and costs nothing.

PYTHON ?= python3
# Three on two cores: a third of the time a worker waits for a program that it has started.
JOBS ?= 3

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt

# What only runs needs little; what checks needs the tools too. A stamp says that it is there.
LIGHT := $(VENV)/.light.stamp
TOOLS := $(VENV)/.tools.stamp
BENCH := $(VENV)/.bench.stamp
PEERS := $(VENV)/.peers.stamp
NEEDS := pyproject.toml constraints.txt

export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test format-check lint types arrows build-check docs-check tests fix build golden docs bench clean

help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: $(LIGHT)  ## Build the schemas, train on real digits under two selections, explain one value
	$(BIN)/atoc build schemas/
	$(BIN)/python examples/train_digits.py
	$(BIN)/python examples/train_digits.py high_lr lr=0.01 model.hidden=64
	$(BIN)/atoc explain lr high_lr lr=0.01 --scope digits

test: format-check lint types arrows build-check docs-check tests  ## Run every check there is

format-check: $(TOOLS)  ## Formatting
	$(BIN)/ruff format --check --quiet

lint: $(TOOLS)  ## Lint, and what the pure rooms may not touch
	$(BIN)/ruff check --quiet

types: $(TOOLS)  ## Strict types, by two checkers
	$(BIN)/mypy
	$(BIN)/pyright

arrows: $(TOOLS)  ## Who may import whom
	$(BIN)/lint-imports --no-cache --no-logo

build-check: $(TOOLS)  ## Whether generated/ is what atoc makes of schemas/
	$(BIN)/atoc build schemas/ --check

docs-check: $(TOOLS)  ## Whether the generated pages of docs/ are up to date
	$(BIN)/python docs/generate.py --check

tests: $(TOOLS) $(PEERS)  ## The test suite alone
	$(BIN)/pytest --numprocesses $(JOBS)

fix: $(TOOLS)  ## Format, and mend what the linter can mend
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format --quiet

build: $(TOOLS)  ## Write generated/
	$(BIN)/atoc build schemas/

golden: build  ## Rewrite what is expected: tests/cases/ and the sessions of the README
	PYTHONPATH=. $(BIN)/python -m tests.golden

docs: build  ## Rewrite the pages of docs/ that are made from the code
	$(BIN)/python docs/generate.py

bench: $(BENCH)  ## Stand beside the peers; prints ratios of one run
	$(BIN)/python -m benchmarks

clean:  ## Remove the virtual environment and what tools left behind
	rm -rf $(VENV) .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(LIGHT): $(NEEDS)
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 10) or sys.exit("Python 3.10 or newer is needed; $(PYTHON) is %s. Try: make PYTHON=python3.12 ..." % sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make a virtual environment: install its venv module, or name another with PYTHON=..."; exit 1; }
	@echo "Installing into $(VENV), once"
	@$(INSTALL) --editable '.[examples]'
	@touch $@

$(TOOLS): $(LIGHT) $(NEEDS)
	@$(INSTALL) torch==2.13.0
	@$(INSTALL) --editable '.[dev,examples,watch,torch,track,postgres,system]'
	@touch $@

$(BENCH): $(LIGHT) $(NEEDS)
	@$(INSTALL) --editable '.[bench,examples]'
	@touch $@

# The library whose name ours shares lies in a folder of its own: tests run it in processes of their own.
$(PEERS): $(TOOLS) $(NEEDS)
	@rm -rf $(VENV)/peers/ato $(VENV)/peers/mmengine $(VENV)/peers/mlflow $(VENV)/peers/pyarrow $(VENV)/peers/tensorboard
	@$(INSTALL) --no-deps --target $(VENV)/peers/ato ato toml
	@$(INSTALL) --no-deps --target $(VENV)/peers/mmengine mmengine addict platformdirs termcolor yapf
	@$(INSTALL) --target $(VENV)/peers/mlflow mlflow-skinny
	@$(INSTALL) --no-deps --target $(VENV)/peers/pyarrow pyarrow
	@$(INSTALL) --no-deps --target $(VENV)/peers/tensorboard tensorboardX protobuf
	@touch $@

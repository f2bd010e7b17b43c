# Needs make and Python 3.11, 3.12 or 3.13; everything else is installed into .venv.

VENV ?= .venv
DEMO_DIRECTORY ?= tf_contrib_rnn_demo
PYTEST_FLAGS ?= -n 2 --dist worksteal --durations 5

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --no-input --disable-pip-version-check
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python)
# TensorFlow 2.21 has wheels for these versions only.
SUITABLE := import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test test-all modes coverage lint clean

help: ## Show what can be made (this text)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.demo-installed ## Run a trained TF1 model under TF 2, compare, and draw it
	$(BIN)/tf-contrib-rnn demo --output $(DEMO_DIRECTORY)

test: lint ## Run ruff and all tests but the slow ones (two workers)
	$(BIN)/python -m pytest $(PYTEST_FLAGS) -m "not slow"

test-all: lint ## Run ruff and all tests
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

modes: $(VENV)/.tests-installed ## Run every cell in every mode and write docs/modes.md
	$(BIN)/python -m pytest $(PYTEST_FLAGS) tests/modes --write-table

coverage: $(VENV)/.tests-installed ## Run the tests of make test and list the lines they miss
	$(BIN)/python -m pytest $(PYTEST_FLAGS) -m "not slow" --cov

lint: $(VENV)/.tests-installed ## Run ruff
	$(BIN)/ruff check .

clean: ## Remove .venv and everything the other targets made
	rm -rf $(VENV) .coverage* .pytest_cache .ruff_cache htmlcov $(DEMO_DIRECTORY)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.%-installed: pyproject.toml $(BIN)/python
	@echo "Installing tf-contrib-rnn[$*] into $(VENV): the first time takes a few minutes"
	@$(PIP) install -e '.[$*]'
	@touch $@

$(BIN)/python:
	@for python in $(PYTHONS); do \
	  if "$$python" -c '$(SUITABLE)' 2>/dev/null; then \
	    echo "Creating $(VENV) with $$python"; \
	    "$$python" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }; \
	    exit 0; \
	  fi; \
	done; \
	echo "Expected Python 3.11, 3.12 or 3.13 with its venv module, found none among" \
	  "'$(PYTHONS)': install one, or name it with make PYTHON=/path/to/python." >&2; \
	exit 1

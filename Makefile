# Needs make and Python 3.11, 3.12 or 3.13; everything else is installed into .venv.

VENV ?= .venv
DEMO_DIRECTORY ?= tf_contrib_rnn_demo
PYTEST_FLAGS ?= -n 2 --dist worksteal --durations 5
TORCH_VENV ?= .venv-torch
TORCH ?= torch==2.13.0
LEGACY_KERAS ?= .legacy-keras
DIST ?= dist
MATRIX_DIRECTORY ?= .matrix
# The Pythons that make matrix runs, and which of its environments.
OLDEST_PYTHON ?= python3.11
NEWEST_PYTHON ?= python3.13
ENVIRONMENTS ?= oldest newest

FIDELITY := tests/conformance/test_goldens.py::test_golden \
  tests/sequence/test_fused.py::TestFused::test_golden \
  tests/sequence/test_programs.py::test_program \
  tests/layers/test_cudnn.py::TestCudnn::test_golden

# Rooms of which many lines are run by slow tests alone.
SLOW_BUT_COVERED := $(addprefix tests/,cells checkpoint cli compat demo documentation \
  old_checkpoints upgrade wrappers)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --no-input --disable-pip-version-check
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python)
DEPENDENCIES := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"])
# TensorFlow 2.21 has wheels for these versions only.
SUITABLE := import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo docs test test-all test-torch test-legacy-keras modes old-checkpoints fidelity \
  notebooks benchmarks matrix api types dist coverage lint clean

help: ## Show what can be made (this text)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.demo-installed ## Run a trained TF1 model under TF 2, compare, and draw it
	$(BIN)/tf-contrib-rnn demo --output $(DEMO_DIRECTORY)

docs: $(VENV)/.docs-installed ## Build the documentation and check its links
	$(BIN)/python -m sphinx -q -W --keep-going -d docs/_build/doctrees docs docs/_build/html
	@echo "Open docs/_build/html/index.html"

test: lint ## Run ruff and all tests but the slow ones (two workers)
	$(BIN)/python -m pytest $(PYTEST_FLAGS) -m "not slow"

test-all: lint types ## Run ruff, mypy and all tests
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

modes: $(VENV)/.tests-installed ## Run every cell in every mode and write docs/modes.md
	$(BIN)/python -m pytest $(PYTEST_FLAGS) tests/modes --write-table

old-checkpoints: $(VENV)/.tests-installed ## Restore what old TensorFlows saved and write docs/old_checkpoints.md
	$(BIN)/python -m pytest $(PYTEST_FLAGS) tests/old_checkpoints/test_restored.py --write-old-checkpoints

fidelity: $(VENV)/.tests-installed ## Compare every golden and write docs/fidelity.md
	$(BIN)/python -m pytest $(PYTEST_FLAGS) $(FIDELITY) --write-fidelity

notebooks: $(VENV)/.tests-installed ## Execute the notebooks and store what comes out (NOTEBOOKS=name: one)
	$(BIN)/python -m tests.notebooks.execute $(NOTEBOOKS)

benchmarks: $(VENV)/.tests-installed ## Measure speed and memory and write docs/performance.md (TF1=PYTHON: TF 1.15.5 too)
	$(BIN)/python -m tests.benchmarks $(if $(TF1),--tf1 $(TF1)) $(BENCHMARKS_FLAGS)

test-torch: $(VENV)/.tests-installed $(TORCH_VENV)/.$(TORCH)-installed ## Run the cells on torch (TORCH=torch: any)
	TORCH_PYTHON=$(abspath $(TORCH_VENV))/bin/python $(BIN)/python -m pytest --durations 5 tests/test_torch.py

test-legacy-keras: $(VENV)/.tests-installed ## Run beside the real Keras 2, tf_keras
	$(PIP) install --no-deps --upgrade --target $(LEGACY_KERAS) 'tf_keras>=2.21'
	LEGACY_KERAS=$(abspath $(LEGACY_KERAS)) $(BIN)/python -m pytest tests/test_tf_keras.py

matrix: $(VENV)/.tests-installed ## Run a core of the tests with the oldest and the newest of everything and write docs/matrix.md
	$(BIN)/python -m tests.release.matrix --directory $(MATRIX_DIRECTORY) \
	  --oldest $(OLDEST_PYTHON) --newest $(NEWEST_PYTHON) $(ENVIRONMENTS)

api: $(VENV)/.tests-installed ## Write the list of public names, which a test holds, and the stub of types
	$(BIN)/python -m tests.release.public_api

types: $(VENV)/.types-installed ## Check the types of the package, and those a user's program meets
	$(BIN)/mypy
	$(BIN)/mypy --strict --allow-untyped-calls tests/release/program.py

dist: $(VENV)/.release-installed ## Build wheel and sdist into dist, check both and tell what is in them
	rm -rf $(DIST)
	$(BIN)/python -m build --outdir $(DIST)
	$(BIN)/python -m twine check --strict $(DIST)/*
	$(BIN)/python -m tests.release.distributions $(DIST)

coverage: $(VENV)/.tests-installed ## Run most tests and write docs/coverage.md, the lines they miss
	$(BIN)/python -m pytest $(PYTEST_FLAGS) -m "not slow" --cov --cov-report=
	$(BIN)/python -m pytest $(PYTEST_FLAGS) -m slow $(SLOW_BUT_COVERED) --cov --cov-append --cov-report=
	$(BIN)/python -m coverage json -q --fail-under 95 -o .coverage.json
	$(BIN)/python -m tests.release.coverage_page .coverage.json

lint: $(VENV)/.tests-installed ## Run ruff
	$(BIN)/ruff check .

clean: ## Remove .venv and everything the other targets made
	rm -rf $(VENV) $(TORCH_VENV) $(LEGACY_KERAS) $(MATRIX_DIRECTORY) $(DIST) .coverage* .pytest_cache \
	  .mypy_cache .ruff_cache htmlcov $(DEMO_DIRECTORY) docs/_build docs/reference
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.%-installed: pyproject.toml $(BIN)/python
	@echo "Installing tf-contrib-rnn[$*] into $(VENV): the first time takes a few minutes"
	@$(PIP) install -e '.[$*]'
	@touch $@

# As a user without TensorFlow installs: the package without dependencies, then all but it.
$(TORCH_VENV)/.$(TORCH)-installed: pyproject.toml $(BIN)/python
	@echo "Installing $(TORCH) into $(TORCH_VENV)"
	@$(BIN)/python -m venv --clear $(TORCH_VENV)
	@$(TORCH_VENV)/bin/python -m pip -qq --no-input --disable-pip-version-check install '$(TORCH)' \
	  $$($(BIN)/python -c '$(DEPENDENCIES)' | tr ' ' '\n' | grep -v '^tensorflow')
	@$(TORCH_VENV)/bin/python -m pip -qq --no-input --disable-pip-version-check install --no-deps -e .
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

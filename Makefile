# Everything a developer types. Each target makes .venv itself, from the pinned and hashed lock file.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PURE := flowengine/language/*,flowengine/runtime/*,flowengine/grammar/*,flowengine/desk/*,flowengine/speech/turns/*
# Their own tests take every branch; counting branches while servers and browsers run only costs time.
PURE_TESTS := tests/language tests/runtime tests/grammar tests/desk tests/speech/turns
# `.ci/run` has the quick ones behind it by then, and asks for the slow ones only.
OTHERS :=

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock fmt clean

help:
	@echo "make run    serve the example flows on this machine, with a demonstration of the desk"
	@echo "make test   the tests that take seconds"
	@echo "make check  the gate: format, lint, types, imports, all tests, every branch of the pure rooms"
	@echo "make bench  measure, beside the references"
	@echo "make fmt    lay the code out and mend what can be mended"
	@echo "make lock   choose versions anew and pin them in requirements.lock"
	@echo "make clean  remove what was made here"

run: .venv/ready
	$(BIN)/flowengine serve flows --demo

test: .venv/ready
	$(BIN)/python -m pytest -m "not slow" -n auto --dist loadfile

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(PURE_TESTS)
	$(BIN)/coverage combine --quiet
	@echo "The pure rooms: every branch must be taken."
	$(BIN)/coverage report --include="$(PURE)" --fail-under=100
	$(BIN)/python -m pytest $(PURE_TESTS:%=--ignore=%) $(OTHERS)

bench: .venv/ready
	$(BIN)/python -m tests.bench

fmt: .venv/ready
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# The stamp is renewed only when the lock file or the project file has changed.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "flowengine needs Python 3.11 or newer; say which: make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --require-hashes -r requirements.lock
	$(BIN)/pip install --no-deps --no-build-isolation -e .
	@touch $@

# The lock file holds no addresses, so it is the same behind a mirror. Its tool lives outside .venv,
# and one environment is one lock: made with Python 3.11, good for it and above.
lock:
	rm -rf .venv/lock && $(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet pip-tools
	CUSTOM_COMPILE_COMMAND="make lock" .venv/lock/bin/pip-compile --upgrade --quiet \
		--generate-hashes --strip-extras --allow-unsafe --extra dev --extra bench --extra postgresql \
		--extra piper --extra whisper \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
		--output-file requirements.lock pyproject.toml
	rm -rf .venv/lock

clean:
	rm -rf .venv build dist .coverage .coverage.* htmlcov
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find flowengine tests -name __pycache__ -type d -prune -exec rm -rf {} +

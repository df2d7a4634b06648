# Two commands need nothing before them but Python ≥ 3.11, make and a C compiler: `make run` and `make test`.
# Everything Python lives in .venv, installed from the hashed locks; stamps in it make the second time quick.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes
PYTEST := $(BIN)/python -m pytest
SIMULATE := $(BIN)/python -m tests.simulator

.PHONY: run test test-slow impaired asan fuzz simulate replay bench chaos verify lint format lock browsers clean
.DELETE_ON_ERROR:

run: .venv/ready-to-run  ## serves http://localhost:3000
	@exec $(BIN)/python run.py $(ARGS)

test: .venv/ready-to-test browsers lint
	$(PYTEST) -m "not slow and not impaired" --numprocesses 2 --dist loadgroup
	@$(SIMULATE) --mutants
	@$(SIMULATE)

test-slow: .venv/ready-to-test browsers
	$(PYTEST) -m slow -o faulthandler_timeout=1200

impaired: .venv/ready-to-test browsers  ## what a page sees behind loss, delay and narrow links; wants a machine at rest
	$(PYTEST) -m impaired

replay: .venv/ready-to-test  ## an incident's bundle from /ops through the simulator: FILE=bundle.jsonl
	@$(SIMULATE).replay $(FILE) $(ARGS)

bench: .venv/ready-to-test
	@set -e; for file in bench/[a-z]*.py; do name=$${file##*/}; $(BIN)/python -m "bench.$${name%.py}"; done

bench-%: .venv/ready-to-test  ## one of them, such as bench-recovery; N=500 make bench-fanout: one size; bench-audience and bench-webinars take ARGS
	$(BIN)/python -m bench.$* $(ARGS)

chaos: .venv/ready-to-test  ## kills the server ROUNDS times and tries other faults on it
	@$(BIN)/python -m tests.chaos --rounds $(or $(ROUNDS),200) $(ARGS)

asan: .venv/ready-to-test  ## the compiled plane under AddressSanitizer: its tables churned, its packets compared
	PLANE_SANITIZE=address $(BIN)/python setup.py --quiet build_ext --build-lib build/asan --build-temp build/asan/made
	PLANE_BUILD=build/asan PYTHONMALLOC=malloc ASAN_OPTIONS=detect_leaks=0:handle_segv=1 \
		LD_PRELOAD=$$($(or $(CC),cc) -print-file-name=libasan.so) $(PYTEST) tests/media/plane --ignore tests/media/plane/oracle $(ARGS)

fuzz: .venv/ready-to-test  ## every parser of network bytes, 60 seconds each; ARGS="--seconds 600 sdp call": longer, these alone
	@$(BIN)/python -m tests.fuzz $(ARGS)

simulate: .venv/ready-to-test  ## webinars in bad weather: SEEDS=2000 of them, SEED=3 alone, or MUTANTS=1 with bugs planted
	@$(SIMULATE) $(if $(SEEDS),--seeds $(SEEDS)) $(if $(SEED),--seed $(SEED)) $(if $(MUTANTS),--mutants) $(ARGS)

verify: .venv/ready-to-run  ## checks a webinar's exported record: FILE=record.jsonl
	@$(BIN)/python docs/verify.py $(FILE) $(ARGS)

lint: .venv/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/ready-to-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

browsers:
	@tests/browser/install

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build media/plane/*.so bench/fanout_load/*.so
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/made:
	@command -v $(PYTHON) >/dev/null || { echo "Townhall needs Python 3.11 or newer; $(PYTHON) was not found." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Townhall needs Python 3.11 or newer. This is $$($(PYTHON) --version); name another: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed-to-run: .venv/made requirements.lock
	@echo "Installing what Townhall needs (only this first time) ..."
	@$(PIP) --requirement requirements.lock
	@touch $@

.venv/installed-to-test: .venv/made requirements-test.lock
	@echo "Installing what the checks need (only this first time) ..."
	@$(PIP) --requirement requirements-test.lock
	@touch $@

# The media plane, and for the checks the loops of bench-fanout, are compiled in their place whenever their sources changed.
PLANE := setup.py media/plane/compiled.pyx $(wildcard media/plane/core/*.pxi)
.venv/ready-to-test: $(wildcard bench/fanout_load/*.p[yx][xd])
.venv/ready-to-test: export BENCH_LOOPS := 1
.venv/ready-to-run .venv/ready-to-test: .venv/ready-to-%: .venv/installed-to-% $(PLANE)
	@echo "Compiling the media plane ..."
	@$(BIN)/python setup.py --quiet build_ext --inplace
	@touch $@

# Newest versions that fit pyproject.toml. The test lock comes first, so that both hold the same versions.
COMPILE := .venv/lock/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate --upgrade
lock: .venv/made
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip --disable-pip-version-check install --quiet uv
	$(COMPILE) --extra test --output-file requirements-test.lock
	$(COMPILE) --constraint requirements-test.lock --output-file requirements.lock
	rm -rf .venv/lock

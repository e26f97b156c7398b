# Needs make and a Python 3.11 or later, nothing else; the rest goes into .venv.
# Paths are relative, so the folder's name may hold spaces.

PIP_TOOLS = pip-tools==7.6.2
export PYTHON

.PHONY: help run test lint bench soak docs lock clean ready
.NOTPARALLEL:

help:
	@echo "make run     the first story: a special transfer (特例転入), set up from nothing if need be"
	@echo "make test    lint, then every test"
	@echo "make lint    ruff, mypy, import contracts"
	@echo "make bench   the benchmark table"
	@echo "make soak    the long tests"
	@echo "make docs    the pages and pictures that are made from the code"
	@echo "make lock    write requirements.lock anew from pyproject.toml"
	@echo "make clean   remove all that these commands made, .venv too; recorded runs stay"
	@echo "PYTHON=/path/to/python3 chooses the interpreter."

ready:
	@sh .ci/setup

run: ready
	@.venv/bin/juki run special-transfer

lint: ready
	@echo "ruff check"
	@.venv/bin/ruff check --quiet .
	@echo "ruff format --check"
	@.venv/bin/ruff format --quiet --check .
	@echo "mypy"
	@.venv/bin/mypy --no-error-summary -p juki
	@echo "import contracts"
	@.venv/bin/lint-imports --no-logo

test: lint
	@echo "pytest, in a process for each core"
	@.venv/bin/python -m pytest -n auto --maxprocesses 4 --dist worksteal

bench: ready
	@.venv/bin/python benchmarks/bench.py
	@.venv/bin/python benchmarks/dashboard_lines.py
	@.venv/bin/python benchmarks/dashboard.py
	@.venv/bin/python benchmarks/comparisons.py

soak: ready
	@HYPOTHESIS_PROFILE=soak .venv/bin/python -m pytest -m soak

docs: ready
	@.venv/bin/python docs/reference.py

# pip-tools lives in an environment of its own, so that it pins the project and not itself.
# The user's own pip settings are left out: no other index, no local folder may leave a trace.
lock: ready
	@echo "making .venv/lock with $(PIP_TOOLS)"
	@.venv/bin/python -m venv --clear .venv/lock
	@.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_TOOLS)
	@echo "resolving"
	@PIP_CONFIG_FILE=/dev/null env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL \
		.venv/lock/bin/python -m piptools compile --quiet --upgrade \
		--generate-hashes --strip-extras --all-extras --allow-unsafe \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-annotate --no-header \
		--output-file .venv/lock/requirements.txt pyproject.toml
	@{ echo "# Every library that juki and its tests use, with hashes. Written by 'make lock'."; \
		sed '/^#/d; /^$$/d' .venv/lock/requirements.txt; } > requirements.lock
	@echo "requirements.lock: $$(grep -c == requirements.lock) libraries"

clean:
	@echo "removing .venv, caches and build products"
	@rm -rf .venv .setup_pid build dist .hypothesis .coverage .*_cache *.egg-info
	@find . -name .git -prune -o -type d -name __pycache__ -exec rm -rf {} +

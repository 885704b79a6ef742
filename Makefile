# Two commands matter: `make run` and `make test`. Both set up what they need.

PYTHON := $(shell for p in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test check drill sabotage bench lock clean python

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##/make \1\t/p' Makefile

python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "Gongzhi needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3 …"; exit 1; }

setup: python  ## prepare for running and for testing, start nothing
	@$(PYTHON) tools/setup.py test
	@$(BIN)/python tools/browser.py --quiet

run: python  ## set up, fill an empty house with the demonstration street, serve it on http://127.0.0.1:8000
	@$(PYTHON) tools/setup.py run
	@$(BIN)/gongzhi up --demo --port $(PORT)

# One worker more than cores, because they wait for pages and processes; each has a database of its own. A file stays
# together, those with a browser come last.
WORKERS := $(shell $(PYTHON) -c 'import os; print(min((os.cpu_count() or 1) + 1, 5))')
SHARED := --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder

test: setup check  ## every check and every test
	@GONGZHI_BROWSER="$$($(BIN)/python tools/browser.py)" $(BIN)/pytest $(SHARED)

check: python  ## the fast part: lint, types, layers, templates, migrations, translations
	@$(PYTHON) tools/setup.py test
	@$(BIN)/python tools/check.py

drill: setup  ## the same guards at full count; takes its time
	@GONGZHI_BROWSER="$$($(BIN)/python tools/browser.py)" $(BIN)/python -m tests.drill

sabotage: setup  ## break the code in one way after the other; a test must go red each time
	@GONGZHI_BROWSER="$$($(BIN)/python tools/browser.py)" $(BIN)/python tools/sabotage.py

bench: python  ## benchmarks, one line of JSON each
	@$(PYTHON) tools/setup.py bench
	@$(BIN)/gongzhi bench all

lock: python  ## resolve the dependencies of pyproject.toml anew; UPGRADE=1 also takes newer versions
	@$(PYTHON) tools/setup.py test
	@$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

clean:  ## remove what set-up and tests made; the data in var/ stays
	@rm -rf .venv build dist *.egg-info .*_cache .hypothesis gongzhi/locale/*/LC_MESSAGES/*.mo
	@find gongzhi tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

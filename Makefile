# Two commands: make run, make test. All they need is Python 3.11 or newer with its venv module.

PORT ?= 6667
PYTHON ?=
ARGS ?=

RUN = .venv/installed
DEV = .venv/installed-dev
PIP = .venv/bin/python -m pip --disable-pip-version-check -qq install --constraint constraints.txt

.PHONY: help run test check chats bench clean

help:
	@echo 'make run     an IRC network on this machine with the bot in it; PORT=$(PORT)'
	@echo 'make test    the whole test suite; ARGS=... goes to pytest'
	@echo 'make check   ruff, and mypy --strict on bot/'
	@echo 'make chats   writes the answers into tests/chats again, for you to review'
	@echo 'make bench   measures; bench/README says what'
	@echo 'make clean   removes .venv and caches; var/ with your meetings stays'

run: $(RUN)
	@.venv/bin/clerk demo --port '$(PORT)' --home var

test: $(DEV)
	@.venv/bin/python -m pytest $(ARGS)

check: $(DEV)
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m mypy

chats: $(DEV)
	@CLERK_CHATS=1 .venv/bin/python -m pytest tests/test_chats.py $(ARGS)

bench: $(DEV)
	@bench/run.sh $(ARGS)

clean:
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage build *.egg-info
	@find bot plugins data tests -name __pycache__ -type d -prune -exec rm -rf {} +

# setuptools comes first, so that all versions are those of constraints.txt, and nothing is fetched twice.
$(RUN): .venv/made setup.py pyproject.toml constraints.txt
	@echo 'Installing into .venv; this is done once.'
	@$(PIP) setuptools
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(DEV): .venv/made setup.py pyproject.toml constraints.txt
	@echo 'Installing into .venv, with what the tests need; this is done once.'
	@$(PIP) setuptools
	@$(PIP) --no-build-isolation --editable '.[dev]'
	@touch $(RUN) $@

.venv/made:
	@[ -w . ] || { \
		echo 'You may not write in $(CURDIR), where .venv must go. Copy all of it to where you may, and call make there.' >&2; \
		exit 1; \
	}
	@for python in $(if $(PYTHON),'$(PYTHON)',python3 python3.14 python3.13 python3.12 python3.11 python); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && found=$$python && break; \
	done; \
	if [ -z "$$found" ]; then \
		echo 'Clerk needs Python 3.11 or newer, and found none. Say where it is: make PYTHON=/path/to/python3 ...' >&2; \
		exit 1; \
	fi; \
	"$$found" -m venv --clear .venv || { \
		echo "$$found cannot make .venv here. On Debian and Ubuntu its venv module is the package python3-venv." >&2; \
		rm -rf .venv; \
		exit 1; \
	}
	@touch $@

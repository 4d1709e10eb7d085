# Five Hearts. `make run` and `make test` do all the set-up; each may be called again at any time.
.DEFAULT_GOAL := help
.PHONY: help tools setup run test test-database bench lint messages lock clean
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

# Debian packages: what the product needs to run, and what its tests need besides.
RUN_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 gettext
TEST_PACKAGES := chromium poppler-utils

# Installs the Debian packages named in $(1) when we are root; otherwise names them and stops.
define debian
missing=""; \
if command -v dpkg-query >/dev/null; then \
  for package in $(1); do \
    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
  done; \
fi; \
if [ -n "$$missing" ]; then \
  if [ "$$(id -u)" = 0 ]; then \
    echo "Installing Debian packages:$$missing"; \
    apt-get update -qq; \
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
  else \
    echo "These Debian packages are missing:$$missing"; \
    echo "Install them (apt-get install$$missing) and try again."; exit 1; \
  fi; \
fi
endef

help:
	@echo "make run     start Five Hearts at http://127.0.0.1:$(PORT) with a demo chain (PORT= changes the port)"
	@echo "make test    pass the tests"
	@echo "make bench   measure loads, scores, pages, answers and certificates against their bounds (EMPLOYEES=, LEARNERS= change the size)"
	@echo "make setup   only the set-up; the other commands call it"
	@echo "make lint    style, types, floors, templates, migrations, messages"

# --- set-up ---------------------------------------------------------------------------------------

.venv/made:
	@[ -n "$(PYTHON)" ] || { $(call debian,python3); }
	@$(or $(PYTHON),python3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(or $(PYTHON),python3) -c 'import ensurepip' 2>/dev/null || { $(call debian,python3-venv); }
	@$(or $(PYTHON),python3) -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/run: .venv/made requirements/base.txt
	@$(call debian,$(RUN_PACKAGES))
	@echo "Installing Python packages"
	@.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/base.txt
	@touch $@

.venv/test: .venv/run requirements/dev.txt
	@$(call debian,$(TEST_PACKAGES))
	@echo "Installing Python packages for the tests"
	@.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/made: .venv/made package.json package-lock.json
	@echo "Installing front-end libraries"
	@command -v npm >/dev/null || .venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/node.txt
	@npm ci --silent
	@touch $@

var/fonts/made: .venv/run node_modules/made foundation/management/commands/build_fonts.py
	@echo "Preparing fonts for PDF"
	@$(PY) manage.py build_fonts
	@touch $@

%.mo: %.po
	@msgfmt --check-format -o $@ $<

WORDS := locale/zh_Hans/LC_MESSAGES/django.mo locale/zh_Hans/LC_MESSAGES/djangojs.mo

tools: .venv/run node_modules/made $(WORDS) var/fonts/made

setup: tools
	@$(PY) manage.py migrate --verbosity 0

# --- the commands -----------------------------------------------------------------------------------

run: tools
	@exec $(PY) manage.py start --port $(PORT)

test: tools .venv/test
	@$(MAKE) --jobs 2 lint test-database
	@$(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not browser"
	@$(PY) -m pytest -q -n 2 --dist loadfile -m browser --reruns 1  # in processes of their own: Playwright keeps an event loop

lint: .venv/test
	@ruff check --quiet . && ruff format --quiet --check .
	@mypy --no-error-summary .
	@lint-imports --no-cache >/dev/null || lint-imports --no-cache
	@djlint --quiet --lint templates
	@DJANGO_SETTINGS_MODULE=config.settings.test $(PY) manage.py makemigrations --check --dry-run >/dev/null \
	  || { echo "Models have changed without a migration."; exit 1; }

test-database: .venv/test
	@DJANGO_SETTINGS_MODULE=config.settings.test DATABASE_URL= $(PY) -m tests.databases

EMPLOYEES ?= 10000
CERTIFICATES ?= 1000
LEARNERS ?= 500
bench: setup .venv/test
	@$(PY) bench/load_facts.py --employees $(EMPLOYEES)
	@$(PY) bench/score.py --employees $(EMPLOYEES)
	@$(PY) bench/item_statistics.py
	@$(PY) bench/certificates.py --certificates $(CERTIFICATES)
	@$(PY) bench/lesson_page.py
	@$(PY) bench/assign_path.py --employees $(EMPLOYEES)
	@$(PY) bench/save_answer.py
	@$(PY) bench/sitting_load.py --learners $(LEARNERS)

# --- for developers ---------------------------------------------------------------------------------

messages: .venv/test
	@$(PY) manage.py makemessages --locale zh_Hans --no-location --no-wrap \
	  --ignore node_modules --ignore var --ignore .venv --ignore tests --ignore bench

lock: .venv/test
	@for name in uv node base dev; do \
	  uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-index-url requirements/$$name.in -o requirements/$$name.txt; \
	done

clean:
	rm -rf .venv node_modules var

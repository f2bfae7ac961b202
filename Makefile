# The portal's commands. The first use sets up .venv; later ones see whether its libraries changed.
PORT ?= 8000
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
VENV := .venv
BIN := $(VENV)/bin
export PORT
export SITE_URL ?= http://127.0.0.1:$(PORT)

RUN_READY := $(VENV)/.ready-$(shell cksum < requirements.txt | cut -d' ' -f1)
DEV_READY := $(VENV)/.ready-dev-$(shell cksum < requirements-dev.txt | cut -d' ' -f1)
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps

.PHONY: run dev test check bench messages pins backup restore clean

run: $(RUN_READY) ## the demo network, as in production
	@DEMO=1 $(BIN)/python manage.py run

dev: $(DEV_READY) ## the same with DEBUG, starting anew when code changes
	@DEMO=1 DEBUG=1 $(BIN)/python manage.py run --reload

test: $(DEV_READY) ## all tests, on all processors; `make test ARGS='tests/offers -k search'` for some
	@DEMO=1 $(BIN)/python manage.py compile_translations
	@$(BIN)/python -m pytest $(or $(ARGS),-q -n auto --dist loadfile)

check: $(DEV_READY) ## style, types, templates, migrations, deployment
	@.ci/check

bench: $(DEV_READY) ## measurements, see benchmarks/README.md
	@$(BIN)/python -m benchmarks $(ARGS)

messages: $(DEV_READY) ## collect the words of the interface for translators; needs gettext
	@DEMO=1 $(BIN)/python manage.py makemessages --all --no-obsolete --no-wrap --add-location file --ignore 'tests/*' --ignore 'var/*' --ignore '.venv/*'
	@DEMO=1 $(BIN)/python manage.py compile_translations

pins: $(DEV_READY) ## take the newest libraries that pyproject.toml allows
	@$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --output-file requirements.txt
	@$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --extra dev --constraint requirements.txt --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --output-file requirements-dev.txt

backup: $(RUN_READY) ## make backup TO=folder
	@DEMO=1 $(BIN)/python manage.py backup $(TO)

restore: $(RUN_READY) ## make restore FROM=folder; replaces what is there
	@DEMO=1 $(BIN)/python manage.py restore $(FROM)

clean: ## throw away the libraries, the demo's data and all caches
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(RUN_READY): | $(VENV)
	@echo "Installing the libraries (once) …"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(DEV_READY): | $(VENV)
	@echo "Installing the libraries, with those for development (once) …"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo 'Python 3.11 or newer is needed; or name it: make PYTHON=/path/to/python'; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo 'The module venv is missing: on Debian, apt install python3-venv'; exit 1; }

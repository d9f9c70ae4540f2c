# make run    the portal on http://localhost:8000 (PORT=, DEMO=0, DATABASE_URL=)
# make test   the tests, on SQLite
# make help   everything else
#
# Only Python 3.11 or newer and make are needed: the packages go into .venv, each checked by its hash.

SHELL := /bin/sh
BIN := .venv/bin
JOBS ?= 2
POSTGRESQL ?= postgres://postgres@127.0.0.1:5432/postgres
PYTEST := $(BIN)/python -m pytest -n $(JOBS)
export PYTHONUNBUFFERED := 1
.DEFAULT_GOAL := help
.PHONY: help run worker test check check-rest lint layers migrations deploy-check messages-check messages \
        test-sqlite test-postgresql test-browser bench requirements format environment environment-dev clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: environment ## Serve the portal (PORT=8000; DEMO=0 leaves out the illustrative world)
	@exec $(BIN)/python scripts/run.py

worker: environment ## The mail queue and the day's reminders at 07:00, beside a server with QUEUE=database
	@QUEUE=database exec $(BIN)/python scripts/daily.py --worker

test: environment-dev ## Run the tests on SQLite, without a browser
	@$(BIN)/python scripts/messages.py compile
	$(PYTEST) -m "not browser"

check: lint layers migrations deploy-check messages-check test-sqlite test-postgresql test-browser ## Everything that must hold before a change is taken
	@echo "make check: all is well"

check-rest: lint layers migrations deploy-check messages-check test-postgresql test-browser ## make check less what make test has done

lint: environment-dev ## Style and format of code and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint portal workflow public cms_pages

layers: environment-dev ## Imports run only downward
	$(BIN)/lint-imports

migrations: environment-dev ## No model change without its migration
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	PORTAL_VAR=$$folder $(BIN)/python manage.py makemigrations --check --dry-run

deploy-check: environment-dev ## Django's deployment checks, as a public server would have them
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	PORTAL_VAR=$$folder BASE_URL=https://portal.example ALLOWED_HOSTS=portal.example \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

messages-check: environment-dev ## Translations are fresh and complete in both languages
	$(BIN)/python scripts/messages.py check

messages: environment-dev ## Bring the translation catalogues up to date and compile them
	$(BIN)/python scripts/messages.py extract
	$(BIN)/python scripts/messages.py compile

test-sqlite: test ## The same as make test

test-postgresql: environment-dev ## The tests on PostgreSQL, where a server answers (POSTGRESQL=postgres://…)
	@$(BIN)/python scripts/messages.py compile
	@if $(BIN)/python scripts/answers.py $(POSTGRESQL); then \
	    TEST_DATABASE=postgresql TEST_DATABASE_URL=$(POSTGRESQL) $(PYTEST) -m "not browser"; \
	elif [ -n "$(REQUIRE_POSTGRESQL)" ]; then exit 1; \
	else echo "left out: the tests on PostgreSQL"; fi

test-browser: environment-dev ## The browser journeys, where Chromium is
	@$(BIN)/python scripts/messages.py compile
	@if [ -n "$(REQUIRE_BROWSER)" ] || command -v chromium || command -v chromium-browser || command -v google-chrome; then \
	    $(PYTEST) -m browser; \
	else echo "left out: the browser tests, for there is no Chromium (Debian: apt install chromium)"; fi

bench: environment-dev ## Measure the portal beside a stock Wagtail page in the same run
	@$(BIN)/python scripts/messages.py compile
	@$(BIN)/python bench/run.py

format: environment-dev ## Put the code into the one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

requirements: environment-dev ## Pin what the .in files ask for, with hashes (kept pins stay)
	$(BIN)/uv pip compile requirements.in --generate-hashes --python-version 3.11 --no-emit-index-url \
	    --no-emit-find-links --custom-compile-command "make requirements" -o requirements.txt
	$(BIN)/uv pip compile requirements-dev.in -c requirements.txt --generate-hashes --python-version 3.11 \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" \
	    -o requirements-dev.txt

clean: ## Remove what tests and linters keep (never var/, which holds the portal's data)
	rm -rf .pytest_cache .ruff_cache .hypothesis .import_linter_cache var/test

environment:
	@$(BIN)/python scripts/environment.py is-ready run 2>/dev/null || { \
	    python=$$(sh scripts/find-python.sh) && "$$python" scripts/environment.py run; }

environment-dev:
	@$(BIN)/python scripts/environment.py is-ready dev 2>/dev/null || { \
	    python=$$(sh scripts/find-python.sh) && "$$python" scripts/environment.py dev; }

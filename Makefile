# make          what there is
# make demo     the demo centre on http://127.0.0.1:8000 (make demo PORT=8123 for another port)
# make test     the whole suite on SQLite, in a real Chromium too where there is one
#
# A fresh machine needs Python 3.11 and nothing else. uv is used where it is installed, pip where not.

PORT ?= 8000
JOBS ?= 2
# WHOLE=1: the long walks of the tests in full, as the checks of the repository take them.
WHOLE ?=
SIZE ?= full
SERVER ?=
PYTHON ?= $(shell command -v python3.11 || command -v python3)

HERE := $(CURDIR)
BIN := .venv/bin
STATIC := $(shell find static -type f)
# The demo centre has its own database and keys, whatever the shell or an .env file says.
DEMO := env -u SECRET_KEY -u FIELD_KEYS -u INDEX_KEY -u AUDIT_KEY -u STATIC_ROOT \
	DJANGO_SETTINGS_MODULE=umstieg.settings.demo DATABASE_URL="sqlite:///$(HERE)/.demo/demo.sqlite3"
TESTS := env DJANGO_SETTINGS_MODULE=umstieg.settings.test
# A role of a PostgreSQL on this machine that may create databases; see help.
BENCH_URL ?= postgres://umstieg_bench:umstieg_bench@127.0.0.1:5432/postgres
BENCH := env -u SECRET_KEY -u FIELD_KEYS -u INDEX_KEY -u AUDIT_KEY -u STATIC_ROOT \
	DJANGO_SETTINGS_MODULE=umstieg.settings.bench DATABASE_URL="$(BENCH_URL)"

.PHONY: help demo screenshots test lint prove bench docs messages clean-demo
.DELETE_ON_ERROR:

help:
	@echo "make demo         the demo centre on http://127.0.0.1:$(PORT) (PORT=8123 changes the port)"
	@echo "make test         the suite; browser tests where a Chromium is installed (WHOLE=1: the long walks in full)"
	@echo "make lint         ruff and djlint"
	@echo "make prove        the big proofs, written to umstieg/docs/proofs.md (SIZE=smoke: in some minutes;"
	@echo "                  SERVER=postgres://user:word@host/db: those that run on PostgreSQL too, there)"
	@echo "make bench        how fast the pages are, written to umstieg/docs/performance.md; on PostgreSQL, BENCH_URL names a"
	@echo "                  role that may create databases (umstieg_bench); the first run seeds 100,000 cases"
	@echo "make docs         the documents that are made from code"
	@echo "make messages     brings the German catalogue up to date (needs gettext)"
	@echo "make screenshots  the pictures of the README, from the demo centre (needs a Chromium)"
	@echo "make clean-demo   forgets the demo centre; the next make demo builds it anew"

# --- environment: stamp files, so that a second run installs nothing -------------------------------

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (apt install python3 python3-venv)."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed, $(PYTHON) is older."; exit 1; }
	@if uv --version >/dev/null 2>&1; then uv venv --quiet --python "$(PYTHON)" .venv; \
		else "$(PYTHON)" -m venv .venv; fi

define install
	@echo "Installing $(1) …"
	@if uv --version >/dev/null 2>&1; then uv pip install --quiet --python $(BIN)/python -r $(1); \
		else $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; \
		$(BIN)/python -m pip install -qq --disable-pip-version-check -r $(1); fi
	@touch $@
endef

.venv/.runtime: requirements.txt | .venv/bin/python
	$(call install,requirements.txt)

.venv/.dev: requirements-dev.txt .venv/.runtime
	$(call install,requirements-dev.txt)

# --- the demo centre -------------------------------------------------------------------------------

.demo/keys.env: | .venv/.runtime
	@test ! -e .demo/demo.sqlite3 || { \
		echo "The demo centre is there but its keys are gone: make clean-demo starts anew."; exit 1; }
	@mkdir -p .demo && chmod 700 .demo
	@umask 077 && $(BIN)/python -m umstieg.core.keys > $@.new && mv $@.new $@

.demo/static/.collected: $(STATIC) .venv/.runtime | .demo/keys.env
	@echo "Collecting static files …"
	@$(DEMO) $(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

demo: .venv/.runtime .demo/keys.env .demo/static/.collected
	@$(DEMO) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEMO) $(BIN)/python manage.py createcachetable --verbosity 0
	@$(DEMO) $(BIN)/python manage.py seed_demo
	@$(DEMO) $(BIN)/python -c 'from umstieg.core.pdf import missing_libraries as m; \
		print("PDF printouts are off, missing: " + ", ".join(m())) if m() else None'
	@echo "http://127.0.0.1:$(PORT)/ is being served. Ctrl+C ends it."
	@$(DEMO) $(BIN)/python manage.py work & work=$$!; \
	$(DEMO) $(BIN)/gunicorn umstieg.wsgi --bind 127.0.0.1:$(PORT) -w 2 --threads 4 --no-control-socket \
		--log-level warning & server=$$!; \
	trap 'kill $$work $$server 2>/dev/null; wait; exit 0' INT TERM; \
	wait $$server; status=$$?; kill $$work; wait; exit $$status

clean-demo:
	rm -rf .demo/demo.sqlite3* .demo/keys.env .demo/static

# --- checks ----------------------------------------------------------------------------------------

test: .venv/.dev
	@UMSTIEG_WHOLE=$(WHOLE) $(BIN)/pytest -n $(JOBS)

lint: .venv/.dev
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/djlint templates --lint --profile=django --quiet

prove: .venv/.dev
	@$(TESTS) $(BIN)/python manage.py prove --size $(SIZE) --server "$(SERVER)"

bench: .venv/.dev
	@$(BENCH) $(BIN)/python manage.py bench --size $(SIZE)

docs: .venv/.dev
	@$(TESTS) $(BIN)/python manage.py write_docs

screenshots: .venv/.dev .demo/keys.env .demo/static/.collected
	@$(DEMO) $(BIN)/python manage.py screenshots

messages: .venv/.dev
	@$(TESTS) $(BIN)/python manage.py makemessages --locale de --no-obsolete --no-wrap --add-location file --ignore .venv
	@$(TESTS) $(BIN)/python manage.py compilemessages --locale de --ignore .venv

# The commands of the house. Each does its own set-up, and a second run redoes only what changed.

VENV := .venv/bin
export PATH := $(CURDIR)/$(VENV):$(PATH)

# The demo. A real installation sets these itself and starts `python -m patrol_app.serve`, or its two parts.
PORT ?= 8000
INSTANCE := instance
export PORT
DEMO = PATROL_DEMO=1 PATROL_INSTANCE_DIR=$(CURDIR)/$(INSTANCE) PATROL_SECRET_KEYS="$$(cat $(INSTANCE)/secret_key)"
TLS := $(filter 1,$(HTTPS))
ifdef TLS
DEMO += PATROL_HTTPS=1 TLS_PEM=$(CURDIR)/$(INSTANCE)/https.pem
endif
FLASK := $(VENV)/flask --app patrol_app.wsgi

FRONT_END := patrol_app/web/headers.py patrol_app/web/shell.py \
	$(shell find static templates/phone -type f -not -path 'static/dist/*' 2>/dev/null)
BUILT := static/dist/manifest.json
NODE := node_modules/.package-lock.json

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check fix migration pin screens torture bench pace lighthouse sbom demo font

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: demo font ## serve the demo on http://localhost:8000 (PORT=… for another; HTTPS=1 for phones in the same network)
	@$(if $(TLS),$(DEMO) $(FLASK) patrol certificate)
	@echo "→ Open $(if $(TLS),https,http)://localhost:$(PORT) — patroller, village, township or county, password demo-patrol-2026"
	@$(DEMO) exec $(VENV)/python -m patrol_app.serve

test: .venv/.dev $(BUILT) ## run all tests: Python, phone, and days on the river in a real browser
	@.ci/setup browser
	@echo "→ Testing the server and the days on the river"
	@$(VENV)/pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)
	@echo "→ Testing the phone's rules and store"
	@npm test --silent

check: .venv/.dev $(NODE) ## look over the code: style, types, import directions (changes nothing)
	@$(VENV)/ruff check
	@$(VENV)/ruff format --check
	@$(VENV)/mypy
	@$(VENV)/lint-imports --no-logo
	@npm run check --silent

fix: .venv/.dev $(NODE) ## put right what the tools can put right by themselves
	@$(VENV)/ruff check --fix
	@$(VENV)/ruff format
	@npm run fix --silent

migration: .venv/.dev $(INSTANCE)/secret_key ## draft a migration from the changed tables: make migration m="add water samples"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="add water samples"' >&2; exit 1; }
	@$(DEMO) $(FLASK) db upgrade
	@$(DEMO) $(FLASK) db revision --autogenerate --rev-id $$(printf %04d $$(($$(ls migrations/versions/*.py | wc -l) + 1))) -m "$(m)"

pin: .venv/.node ## take newer packages: write the exact versions and hashes anew
	@$(VENV)/pip install --quiet uv
	@for list in requirements requirements-dev requirements-node; do \
		$(VENV)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links -o $$list.txt $$list.in || exit 1; \
	done
	@npm install --package-lock-only && npm ci --dry-run >/dev/null

screens: .venv/.dev $(BUILT) ## photograph every screen into docs/screens
	@.ci/setup browser
	@$(VENV)/pytest -p no:randomly tests/browser/screens.py

torture: .venv/.dev $(BUILT) ## break lines, servers and browsers for as long as you like (docs/faults.md)
	@.ci/setup browser
	@$(VENV)/python -m tests.faults.torture $(ARGS)

bench: .venv/.dev $(BUILT) ## measure patrols a second, then a slow phone; with ARGS the server alone (docs/bench.md)
	@$(VENV)/python -m tests.bench.run $(ARGS)
	@$(if $(ARGS),,$(MAKE) --no-print-directory pace)

pace: .venv/.dev $(BUILT) ## measure only how long a slow phone takes on a slow network (docs/bench.md)
	@.ci/setup browser
	@$(VENV)/pytest -q -s -p no:randomly tests/browser/pace.py

lighthouse: .venv/.dev $(BUILT) ## measure how fast and accessible 今日, login and 台账 are on a phone
	@.ci/setup browser
	@$(VENV)/python -m tests.bench.lighthouse

sbom: .venv/.dev $(NODE) ## list every package that is delivered into sbom/ (CycloneDX)
	@mkdir -p sbom
	@$(VENV)/cyclonedx-py requirements requirements.txt --output-reproducible --output-file sbom/python.json
	@npm sbom --sbom-format cyclonedx --omit dev > sbom/node.json

demo: .venv/.run $(BUILT) $(INSTANCE)/secret_key ## make the demo's database, if there is none
	@$(DEMO) $(FLASK) db upgrade
	@$(DEMO) $(FLASK) patrol demo

# ── set-up ──

font: .venv/.run
	@.ci/setup font

.venv/bin/python:
	@.ci/setup venv

.venv/.run: requirements.txt | .venv/bin/python
	@.ci/setup packages $<
	@touch $@

.venv/.dev: requirements-dev.txt requirements.txt | .venv/bin/python
	@.ci/setup packages $<
	@touch $@ .venv/.run

.venv/.node: requirements-node.txt | .venv/bin/python
	@.ci/setup node
	@touch $@

$(NODE): package-lock.json package.json | .venv/.node
	@.ci/setup npm_packages
	@touch $@

$(BUILT): $(NODE) $(FRONT_END)
	@npm run build --silent

# Of the demo only: a real installation is given its key and keeps it elsewhere.
$(INSTANCE)/secret_key: | .venv/bin/python
	@mkdir -p -m 700 $(@D)
	@(umask 077; $(VENV)/python -c 'import secrets; print(secrets.token_hex(32))' > $@)

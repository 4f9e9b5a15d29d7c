# The same commands on a laptop and in CI. `make help` lists them.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -eu -o pipefail -c
PORT ?= 5005
PY := .venv/bin/python
MODEL := models/magnesium.tar.gz
MODEL_INPUTS := config.yml domain.yml $(shell find data knowledge components magnesium adapter -type f \( -name '*.yml' -o -name '*.py' -o -name '*.tsv' -o -name '*.safetensors' \) -not -path '*/__pycache__/*')

export PORT
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONWARNINGS := ignore
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PYTHONPATH := .

.PHONY: run test check eval bench docs train setup format lock help
.DEFAULT_GOAL := help

run: $(MODEL)  ## install what is missing, prepare, train if need be, start the bot; prints `ready: http://127.0.0.1:PORT/`
	@echo "starting the bot on port $(PORT) (10 to 25 s) ..."
	@exec .venv/bin/rasa run --model $(MODEL) --endpoints endpoints.yml --credentials credentials.yml --port $(PORT) --interface $${HOST:-127.0.0.1}

test: $(MODEL)  ## set up and run the whole suite
	@$(PY) -m pytest tests -q

check: setup  ## format, lint, types, knowledge, Rasa's own data validation
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m magnesium check
	@.venv/bin/rasa data validate --fail-on-warnings --quiet

eval: $(MODEL)  ## quality reports (understanding, safety) into reports/; BASELINES=1 trains the rivals too
	@$(PY) -m evaluation

bench: $(MODEL)  ## speed and size beside stock Rasa, into reports/
	@$(PY) -m evaluation.bench

docs: setup  ## one page of everything the bot can say, into reports/answers.html
	@$(PY) -m magnesium docs

train: $(MODEL)  ## train the model if it is older than anything it is made from

$(MODEL): $(MODEL_INPUTS) requirements.lock
	@scripts/bootstrap.sh
	@$(PY) -m magnesium check --quiet
	@$(PY) -m magnesium.prepare
	@echo "training the model (20 to 90 s) ..."
	@.venv/bin/rasa train --quiet --fixed-model-name magnesium --out models
	@touch $(MODEL)

setup:
	@scripts/bootstrap.sh
	@$(PY) -m magnesium.prepare

format: setup  ## format the Python code
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

lock:  ## renew requirements.lock after an edit of pyproject.toml
	@uv lock --quiet && uv export --quiet --frozen --no-emit-project --all-groups -o requirements.lock

help:  ## list the targets
	@grep -hE '^[a-z]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/:.*  ## /\t/' | awk -F'\t' '{printf "make %-8s %s\n", $$1, $$2}'

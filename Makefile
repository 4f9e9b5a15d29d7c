# The same commands on a laptop and in CI. `make help` lists them.
PY := .venv/bin/python
MODEL := models/magnesium.tar.gz
MODEL_INPUTS := $(sort config.yml domain.yml requirements.lock $(wildcard adapter/*.safetensors) $(shell find data knowledge components magnesium -type f \( -name '*.yml' -o -name '*.py' -o -name '*.tsv' \)))

export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONWARNINGS := ignore
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PYTHONPATH := .

.PHONY: run test check eval bench docs train setup format lock help
.DEFAULT_GOAL := help

run: $(MODEL)  ## install what is missing, prepare, train if need be, start the bot; prints `ready: http://127.0.0.1:5005/`
	@echo "starting the bot (10 to 25 s) ..."
	@exec $(PY) scripts/bot.py run

test: $(MODEL)  ## set up and run the whole suite
	@$(PY) -m pytest tests -q

check: setup  ## format, lint, types, knowledge, Rasa's own data validation
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@scripts/progress.sh "checking types" $(PY) -m mypy
	@$(PY) -m magnesium check
	@scripts/progress.sh "asking Rasa about data/ and domain.yml" $(PY) scripts/bot.py validate

eval: $(MODEL)  ## quality reports (understanding, safety) into reports/; BASELINES=1 trains the rivals too
	@$(PY) -m evaluation

bench: $(MODEL)  ## speed and size beside stock Rasa, into reports/
	@$(PY) -m evaluation.bench

docs: setup  ## one page of everything the bot can say, into reports/answers.html
	@$(PY) -m magnesium docs

train: $(MODEL)  ## train the model if it is older than anything it is made from

setup:  ## install the locked packages and build the encoder, where that is not done yet
	@scripts/bootstrap.sh
	@$(PY) -m magnesium.prepare

format: setup  ## format the Python code
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

lock:  ## renew requirements.lock after an edit of pyproject.toml
	@uv=$$(scripts/uv.sh) && "$$uv" lock --quiet && "$$uv" export --quiet --frozen --no-emit-project --all-groups -o requirements.lock

help:  ## list the targets
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

$(MODEL): $(MODEL_INPUTS) models/inputs.txt | setup
	@$(PY) -m magnesium check --quiet
	@scripts/progress.sh "training the model (60 to 120 s)" $(PY) scripts/bot.py train
	@touch $(MODEL)

# The list of inputs is an input: a file that is gone makes the model old too.
models/inputs.txt: FORCE
	@mkdir -p models
	@printf '%s\n' $(MODEL_INPUTS) | cmp -s - $@ || printf '%s\n' $(MODEL_INPUTS) >$@
FORCE:

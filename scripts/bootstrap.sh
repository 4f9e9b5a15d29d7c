#!/bin/sh
# Installs everything into .venv from the hashed lock: needs git, make and Python 3.11 with venv, no root, no account.
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/.installed
if [ -x .venv/bin/python ] && cmp -s requirements.lock "$stamp"; then exit 0; fi

uv=$(scripts/uv.sh)
problem=$("$uv" venv --quiet --allow-existing --python 3.11 .venv 2>&1) || {
  echo "$problem" >&2
  echo "Python 3.11 was not found and could not be fetched: install it (Debian: apt install python3.11-venv; macOS: brew install python@3.11; or: uv python install 3.11)" >&2
  exit 1
}
scripts/progress.sh "installing packages from requirements.lock (2 GB on disk; minutes with an empty cache)" \
  "$uv" pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock
cp requirements.lock "$stamp"

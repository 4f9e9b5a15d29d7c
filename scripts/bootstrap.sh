#!/usr/bin/env bash
# Installs everything into .venv from the hashed lock: needs git, make and Python 3.11 with venv, no root, no account.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=.venv/.installed
if [ -f "$stamp" ] && cmp -s requirements.lock "$stamp"; then exit 0; fi

if command -v uv >/dev/null 2>&1; then
  uv=$(command -v uv)
else
  uv=.uv/bin/uv
  if [ ! -x "$uv" ]; then
    python=$(command -v python3.11 || command -v python3 || true)
    [ -n "$python" ] || { echo "Python 3.11 is needed and no python3 was found: install it (Debian: apt install python3.11-venv; macOS: brew install python@3.11)" >&2; exit 1; }
    echo "installing uv into .uv ..."
    "$python" -m venv .uv && .uv/bin/pip install --quiet --disable-pip-version-check "uv>=0.5,<1" \
      || { echo "uv could not be installed: $python needs its venv module and the package index (Debian: apt install python3-venv)" >&2; exit 1; }
  fi
fi
"$uv" venv --quiet --allow-existing --python 3.11 .venv 2>.uv-error || {
  cat .uv-error >&2; rm -f .uv-error
  echo "Python 3.11 was not found and could not be fetched: install it (Debian: apt install python3.11-venv; macOS: brew install python@3.11; or: uv python install 3.11)" >&2
  exit 1
}
rm -f .uv-error
echo "installing packages from requirements.lock (2 GB on disk; minutes with an empty cache) ..."
"$uv" pip sync --python .venv/bin/python --require-hashes requirements.lock
cp requirements.lock "$stamp"

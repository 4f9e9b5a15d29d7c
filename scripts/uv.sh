#!/bin/sh
# Prints where uv is; installs it into .uv (Python's venv and pip, no root) where it is missing.
set -eu
cd "$(dirname "$0")/.."
if command -v uv; then exit 0; fi
if [ ! -x .uv/bin/uv ]; then
  python=$(command -v python3.11 || command -v python3) || {
    echo "Python 3.11 is needed and no python3 was found: install it (Debian: apt install python3.11-venv; macOS: brew install python@3.11)" >&2
    exit 1
  }
  echo "installing uv into .uv ..." >&2
  problem=$({ "$python" -m venv .uv && .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.5,<1"; } 2>&1) || {
    echo "$problem" >&2
    echo "uv could not be installed: $python needs its venv module (Debian: apt install python3-venv) and the package index must be reachable" >&2
    exit 1
  }
fi
echo .uv/bin/uv

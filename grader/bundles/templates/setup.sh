#!/usr/bin/env bash
# Prepares the image, once: Python 3.11 or newer, and the grader in an environment.
set -euo pipefail
source="$(cd "$(dirname "$0")" && pwd)"

found() { # found PYTHON: whether it is new enough and can make environments
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null
}

python=''
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
  if found "$candidate"; then python="$candidate"; break; fi
done
if [ -z "$python" ]; then
  apt-get update -q
  apt-get install -qy python3.11 python3.11-venv
  python=python3.11
fi

"$python" -m venv "$source/venv"
"$source/venv/bin/python" -m pip install -q --no-cache-dir -r "$source/requirements.txt"
"$source/venv/bin/python" -m pip install -q --no-cache-dir --no-deps "$source"/grader-*.whl
chmod -R go= "$source/course" # the hidden suite is root's alone
"$source/venv/bin/grader" --version

#!/bin/sh
# Writes both lock files anew from pyproject.toml: what runs, and what the checks need on top. No addresses in them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/run"
"$folder/run/bin/pip" install -q --no-compile -e .
"$folder/run/bin/pip" freeze --exclude-editable | sort >requirements.lock
"$folder/run/bin/pip" install -q --no-compile -c requirements.lock -e '.[dev]'
"$folder/run/bin/pip" freeze --exclude-editable | sort | comm -13 requirements.lock - >requirements-dev.lock

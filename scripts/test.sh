#!/bin/sh
# Every check, then every test. Stops at the first that fails.
set -eu
step() { printf '\n== %s\n' "$1"; }
TENURE_HOME=$(mktemp -d)
export TENURE_HOME
trap 'rm -rf "$TENURE_HOME"' EXIT
step "ruff";             ruff check . && ruff format --check .
step "layers";           lint-imports --no-cache
step "migrations";       python manage.py makemigrations --check --dry-run
step "deployment check"; TENURE_HTTPS=1 python manage.py check --deploy --fail-level WARNING
step "types";            mypy
step "tests";            pytest -n 2 --dist loadgroup

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
# Browser tests mostly wait for the server and the browser, so they run beside the others, in a process of their own.
step "tests"
pytest -m browser >"$TENURE_HOME/browser.log" 2>&1 & browser=$!
pytest -n 2 -m "not browser" || { kill $browser 2>/dev/null || true; exit 1; }
step "browser tests"
wait $browser || { cat "$TENURE_HOME/browser.log"; exit 1; }
tail -n 1 "$TENURE_HOME/browser.log"

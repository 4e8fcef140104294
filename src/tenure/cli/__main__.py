"""`python -m tenure.cli` is the tenure command."""

from tenure.cli import main

main(prog_name="tenure")

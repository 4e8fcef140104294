"""The tenure command: each subcommand lives in a module of its own and is loaded when asked for."""

import os
from importlib import import_module

import click

from tenure import __version__

# section -> command -> (module:attribute, sentence); the help is printed without loading any of the modules.
_SECTIONS = {
    "Facts in": {
        "import": ("tenure.cli.importing:import_", "Bring facts in from files or folders."),
        "refresh": ("tenure.cli.refreshing:refresh", "Bring everything derived up to date."),
    },
    "Numbers": {
        "kpi": ("tenure.cli.kpis:kpi", "Print one number, with the rows behind it if asked."),
        "kpis": ("tenure.cli.kpis:kpis", "List all numbers, or compute them."),
        "movements": ("tenure.cli.kpis:movements", "Print the MRR bridge, month by month."),
        "freeze": ("tenure.cli.kpis:freeze", "Freeze the numbers of a closed month, or restate it."),
    },
    "Health": {
        "health": ("tenure.cli.health:health", "Print an account's score, what makes it up, and what moved it."),
        "measure": ("tenure.cli.measures:measure", "List, check, show and publish measures written as YAML."),
        "risk": ("tenure.cli.churn:risk", "Print an account's learned churn risk, its card, or learn it again."),
        "scorecard": ("tenure.cli.scorecards:scorecard", "Check, replay, show and publish scorecards."),
        "journey": ("tenure.cli.journeys:journey", "List, check, show and publish journeys; the way an account went."),
    },
    "Library": {
        "library": ("tenure.cli.library:library", "Keep templates and all other documents in a folder of files."),
    },
    "Running": {
        "serve": ("tenure.cli.serving:serve", "Run the web server and the worker together."),
        "web": ("tenure.cli.serving:web", "Run the web server alone."),
        "worker": ("tenure.cli.serving:worker", "Run the worker alone."),
        "demo": ("tenure.cli.demonstrating:demo", "Make a company to look at, and serve it."),
    },
    "Set-up": {
        "migrate": ("tenure.cli.upkeep:migrate", "Create or upgrade the operational database."),
        "admin": ("tenure.cli.people:admin", "Make an administrator, or give a person a new password."),
        "token": ("tenure.cli.tokens:token", "Make, list and revoke tokens of the API."),
        "check": ("tenure.cli.upkeep:check", "Say what is wrong with this installation and how to mend it."),
        "benchmark-data": ("tenure.cli.demonstrating:benchmark_data", "Write a large simulated company as files."),
    },
}
_COMMANDS = {name: where for section in _SECTIONS.values() for name, where in section.items()}


class Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.config.settings")
        django.setup()
        module, attribute = _COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, sentence) for name, (_, sentence) in commands.items()])


@click.group(cls=Lazy)
@click.version_option(__version__, prog_name="Tenure")
def main() -> None:
    """Tenure: a customer success platform. Facts in, right numbers out.

    A new installation: `tenure migrate`, `tenure admin you@example.com`, `tenure import FOLDER`, `tenure serve`.
    To look around first: `tenure demo`.

    Set-up comes from the environment: TENURE_HOME is the data folder, PORT the port, DATABASE_URL a PostgreSQL
    database instead of the embedded one; docs/configuration.md has all of it and `tenure check` says what is wrong.
    Every command prints what it did; it ends with a sentence and exit code 2 when it was asked something it cannot do.
    """
    # Databases, uploads and passwords in the data folder are for its owner alone.
    os.umask(0o077)

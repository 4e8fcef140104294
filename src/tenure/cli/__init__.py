"""The tenure command: each subcommand lives in a module of its own and is loaded when asked for."""

import os
from importlib import import_module

import click

from tenure import __version__

# command -> module:attribute; the sentence is shown by `tenure --help` without loading the module.
_COMMANDS = {
    "import": ("tenure.cli.importing:import_", "Bring facts in from files or folders."),
    "refresh": ("tenure.cli.refreshing:refresh", "Bring everything derived up to date."),
    "kpi": ("tenure.cli.kpis:kpi", "Print one number, with the rows behind it if asked."),
    "kpis": ("tenure.cli.kpis:kpis", "List all numbers, or compute them."),
    "movements": ("tenure.cli.kpis:movements", "Print the MRR bridge, month by month."),
    "freeze": ("tenure.cli.kpis:freeze", "Freeze the numbers of a closed month, or restate it."),
    "demo": ("tenure.cli.demonstrating:demo", "Make a company to look at, and serve it."),
    "serve": ("tenure.cli.serving:serve", "Run the web server and the worker together."),
    "web": ("tenure.cli.serving:web", "Run the web server alone."),
    "worker": ("tenure.cli.serving:worker", "Run the worker alone."),
    "admin": ("tenure.cli.people:admin", "Make an administrator, or give a person a new password."),
    "migrate": ("tenure.cli.upkeep:migrate", "Create or upgrade the operational database."),
    "check": ("tenure.cli.upkeep:check", "Say what is wrong with this installation and how to mend it."),
    "benchmark-data": ("tenure.cli.demonstrating:benchmark_data", "Write a large simulated company as files."),
}


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
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in _COMMANDS.items()])


@click.group(cls=Lazy)
@click.version_option(__version__, prog_name="Tenure")
def main() -> None:
    """Tenure: a customer success platform. Facts in, right numbers out.

    Set-up comes from the environment: TENURE_HOME is the data folder, PORT the port; `tenure check` shows all of it.
    Every command prints what it did, and ends with a sentence when something is wrong.
    """

from django.apps import AppConfig
from django.core import checks


class JobsConfig(AppConfig):
    name = "tenure.jobs"
    label = "jobs"

    def ready(self) -> None:
        from tenure.jobs.checks import check_schedules

        checks.register(check_schedules)

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "tenure.planning"
    label = "planning"

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "tenure.work"
    label = "work"

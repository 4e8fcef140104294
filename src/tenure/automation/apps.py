from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "tenure.automation"
    label = "automation"

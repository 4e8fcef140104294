from django.apps import AppConfig


class AdvocacyConfig(AppConfig):
    name = "tenure.advocacy"
    label = "advocacy"

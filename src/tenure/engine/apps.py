from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "tenure.engine"
    label = "engine"

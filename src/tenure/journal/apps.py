from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "tenure.journal"
    label = "journal"

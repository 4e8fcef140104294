from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "tenure.retention"
    label = "retention"

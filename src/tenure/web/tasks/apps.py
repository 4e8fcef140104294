from django.apps import AppConfig


class WebTasksConfig(AppConfig):
    name = "tenure.web.tasks"
    label = "web_tasks"

from django.apps import AppConfig


class WebShellConfig(AppConfig):
    name = "tenure.web.shell"
    label = "web_shell"

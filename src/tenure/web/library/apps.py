from django.apps import AppConfig


class WebLibraryConfig(AppConfig):
    name = "tenure.web.library"
    label = "web_library"

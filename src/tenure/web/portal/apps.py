from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tenure.web.portal"
    label = "web_portal"

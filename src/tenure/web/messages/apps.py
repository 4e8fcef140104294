from django.apps import AppConfig


class WebMessagesConfig(AppConfig):
    name = "tenure.web.messages"
    label = "web_messages"

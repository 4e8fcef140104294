from django.apps import AppConfig


class WebMeetingsConfig(AppConfig):
    name = "tenure.web.meetings"
    label = "web_meetings"

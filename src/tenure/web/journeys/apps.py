from django.apps import AppConfig


class WebJourneysConfig(AppConfig):
    name = "tenure.web.journeys"
    label = "web_journeys"

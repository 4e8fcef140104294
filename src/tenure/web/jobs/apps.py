from django.apps import AppConfig


class WebJobsConfig(AppConfig):
    name = "tenure.web.jobs"
    label = "web_jobs"

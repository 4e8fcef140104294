from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "tenure.work"
    label = "work"

    def ready(self) -> None:
        from tenure.work.mailbox import hooks

        hooks.listen()

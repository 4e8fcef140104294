from django.http import HttpRequest, HttpResponse
from django.urls import path

from tenure.web import converters  # noqa: F401 - registers the converter of ids

app_name = "account"


def page_view(request: HttpRequest, account_id: str) -> HttpResponse:
    return HttpResponse("not built yet")


urlpatterns = [path("<account_id:account_id>/", page_view, name="page")]

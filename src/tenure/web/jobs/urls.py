from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "jobs"


def page_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("not built yet")


urlpatterns = [path("", page_view, name="page")]

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "accounts"


def list_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("not built yet")


urlpatterns = [path("", list_view, name="list")]

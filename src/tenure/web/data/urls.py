from django.urls import path

from tenure.web.data import overview, quarantine, runs, sending

app_name = "data"
urlpatterns = [
    path("", overview.page, name="page"),
    path("imports/", runs.listing, name="imports"),
    path("imports/<int:run_id>/", runs.detail, name="import"),
    path("upload/", sending.upload, name="upload"),
    path("upload/<str:upload_id>/", sending.review, name="review"),
    path("upload/<str:upload_id>/check/", sending.check, name="check"),
    path("upload/<str:upload_id>/columns/<int:place>/", sending.columns, name="columns"),
    path("upload/<str:upload_id>/import/", sending.start, name="start"),
    path("upload/<str:upload_id>/progress/", sending.progress, name="progress"),
    path("quarantine/", quarantine.listing, name="quarantine"),
    path("quarantine/retry/", quarantine.retry_all, name="retry-all"),
    path("quarantine/<int:row_id>/", quarantine.row, name="row"),
    path("quarantine/<int:row_id>/retry/", quarantine.retry, name="retry"),
    path("quarantine/<int:row_id>/discard/", quarantine.discard, name="discard"),
]

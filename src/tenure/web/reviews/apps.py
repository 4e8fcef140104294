from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "tenure.web.reviews"
    label = "reviews_pages"

"""Addresses of search under /api/app/. They come before those of the catalogue, whose record addresses take every path."""

from django.urls import URLPattern, path

from search.api.views import HomeView, SearchView, SimilarPatentsView, SimilarTechnologiesView

urlpatterns: list[URLPattern] = [
    path("home", HomeView.as_view(), name="app-home"),
    path("search", SearchView.as_view(), name="app-search"),
    path("patents/<path:ref>/similar", SimilarPatentsView.as_view(), name="app-patent-similar"),
    path("technologies/<str:ref>/similar", SimilarTechnologiesView.as_view(), name="app-technology-similar"),
]

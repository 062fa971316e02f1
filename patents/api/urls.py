"""Addresses of the catalogue: `public` under /api/v1/, `own` under /api/app/."""

from django.urls import path

from patents.api.import_views import ImportCancellationView, ImportListView, ImportView, QuarantineView
from patents.api.public_views import ClassListView, ClassView, PatentListView, PatentView, TechnologyListView, TechnologyView
from patents.api.record_views import ClassPageView, ClassSectionsView, PatentPageView, TechnologyPageView
from patents.api.suggestion_views import ClassificationSuggestionsView

public = [
    path("patents", PatentListView.as_view(), name="v1-patents"),
    # Numbers may hold a slash: WO 2020/123456.
    path("patents/<path:ref>", PatentView.as_view(), name="v1-patent"),
    path("technologies", TechnologyListView.as_view(), name="v1-technologies"),
    path("technologies/<str:ref>", TechnologyView.as_view(), name="v1-technology"),
    path("classes", ClassListView.as_view(), name="v1-classes"),
    path("classes/<path:symbol>", ClassView.as_view(), name="v1-class"),
]
own = [
    path("patents/<path:ref>", PatentPageView.as_view(), name="app-patent"),
    path("technologies/<str:ref>", TechnologyPageView.as_view(), name="app-technology"),
    path("classes", ClassSectionsView.as_view(), name="app-classes"),
    path("classes/<path:symbol>", ClassPageView.as_view(), name="app-class"),
    path("classification-suggestions", ClassificationSuggestionsView.as_view(), name="app-classification-suggestions"),
    path("imports", ImportListView.as_view(), name="app-imports"),
    path("imports/<uuid:import_id>", ImportView.as_view(), name="app-import"),
    path("imports/<uuid:import_id>/quarantine", QuarantineView.as_view(), name="app-import-quarantine"),
    path("imports/<uuid:import_id>/cancellation", ImportCancellationView.as_view(), name="app-import-cancellation"),
]

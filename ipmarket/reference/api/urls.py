from django.urls import path

from ipmarket.reference.api.views import ReferenceListView

urlpatterns = [path("reference/<str:list>", ReferenceListView.as_view(), name="v1-reference")]

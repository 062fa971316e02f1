from django.urls import path

from ipmarket.accounts.api.views import SessionView

urlpatterns = [path("session", SessionView.as_view(), name="app-session")]

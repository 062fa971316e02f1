"""Signing in, on django-allauth headless (docs/adr/0008). The library is imported here and in ``ipmarket.accounts.credentials`` alone."""

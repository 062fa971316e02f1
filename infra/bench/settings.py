"""The product's development settings with the stock view beside it and limits that a load test does not run into."""

from ipmarket.settings.dev import *  # noqa: F403 - settings are one namespace by Django's design

ROOT_URLCONF = "infra.bench.stock"
IPMARKET_THROTTLE_RATES = {"read_visitor": (100_000_000, 60), "read_person": (100_000_000, 60)}
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]  # the library reads False as no limits

"""Every audit entry is read in plain words: what a service writes as its action has a text in each language of the page."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ipmarket", "patents", "search", "licensing", "tisc_services")
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
ACTION = re.compile(r'\baction="([a-z]+\.[a-z_]+)"')


def actions_in_code() -> set[str]:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]
    return {action for path in files for action in ACTION.findall(path.read_text(encoding="utf-8"))}


def test_every_audit_action_has_words_in_three_languages() -> None:
    actions = actions_in_code()
    # The pattern still finds what it is there to find.
    assert {"accounts.start_session", "accounts.see_pages_as"} <= actions
    missing = []
    for language in LANGUAGES:
        words = json.loads((ROOT / f"frontend/src/locales/{language}/audit.json").read_text(encoding="utf-8"))
        missing += [f"{language}: action.{action}" for action in sorted(actions) if not words.get(f"action.{action}")]
    assert missing == []

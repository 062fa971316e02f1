"""Class suggestions for a text that nobody keeps."""

from datetime import date
from typing import Any

from ipmarket.kernel.text import Language
from patents.classification.pipeline import suggestions_for
from patents.selectors.classes import technology_fields
from patents.selectors.official_titles import readable_title
from patents.selectors.scheme import VERSION, upper_cards

SHOWN = 5
# The first three are always shown; what is hardly ever right comes after them only when it is worth a look.
ALWAYS_SHOWN = 3
LEAST_SHOWN = 0.05


def suggestions_page(text: str, *, text_language: str | None, language: Language, on: date) -> dict[str, Any]:
    """What the classifier says about a text, with labels in the reader's language. The text is neither stored nor logged."""
    answer = suggestions_for(text, text_language, top=2 * SHOWN)
    cards = upper_cards()

    def label(symbol: str) -> str:
        return cards[symbol].label.best(language)[0] if symbol in cards else ""

    # Subclasses that the present scheme no longer has would lead nowhere.
    current = [s for s in answer.suggestions if s.is_current][:SHOWN]
    shown = [s for place, s in enumerate(current) if place < ALWAYS_SHOWN or s.score >= LEAST_SHOWN]
    fields = technology_fields([s.symbol for s in shown[:1]], language, on)
    return {
        "suggestions": [
            {
                "symbol": s.symbol,
                "label": label(s.symbol),
                "title": (readable_title(cards[s.symbol].title) or None) if s.symbol in cards else None,
                "score": s.score,
                "words": list(s.words),
                "band": s.band,
            }
            for s in shown
        ],
        "sections": [{"symbol": s.symbol, "label": label(s.symbol), "score": s.score} for s in answer.sections],
        "abstained": answer.abstained,
        "language": answer.language,
        "technology_field": fields[0] if fields else None,
        "scheme_version": VERSION,
        "model_version": answer.model_version,
    }

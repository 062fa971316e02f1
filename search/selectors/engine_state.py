"""Whether searches are answered by the engine at present, for those who watch over the product."""

from dataclasses import dataclass

from ipmarket.accounts.enums import Audience
from search.engines.choice import engine
from search.engines.port import EngineUnavailableError


@dataclass(frozen=True, slots=True)
class EngineState:
    """`is_answering` is False while the engine is away or holds no index yet; the database answers then."""

    name: str
    is_answering: bool


def engine_state() -> EngineState:
    """Asks the engine itself, not the memory of its last failure."""
    chosen = engine()
    try:
        return EngineState(chosen.name, chosen.serving(Audience.PUBLIC) is not None)
    except EngineUnavailableError:
        return EngineState(chosen.name, is_answering=False)

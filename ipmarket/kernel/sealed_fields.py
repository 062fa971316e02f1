"""Which columns hold sealed values: each app that seals something registers it, so that a change of keys finds all of them.

A column that is not registered keeps its old key, and is lost when that key goes; a test compares this list with the calls of ``seal``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealedField:
    """A text column with one sealed value, or a JSON column with sealed values under ``names`` of the object.

    ``model`` is Django's label ("mail.Message"), ``purpose`` what the values are sealed for.
    """

    model: str
    column: str
    purpose: str
    names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How commands and audit entries call it: "mail.Message.sealed_values"."""
        return f"{self.model}.{self.column}"


_fields: dict[str, SealedField] = {}


def register(*fields: SealedField) -> None:
    """Have the fields sealed anew when keys change. Called from ``AppConfig.ready``; the same row twice is no mistake, another one is."""
    for field in fields:
        if _fields.setdefault(field.name, field) != field:
            raise ValueError(f"{field.name} is registered with other values.")


def registered() -> tuple[SealedField, ...]:
    """Every field, by name."""
    return tuple(_fields[name] for name in sorted(_fields))

"""Three columns and one property."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.test.utils import isolate_apps

from ipmarket.kernel.text import Translated, TranslatedColumns


@isolate_apps("ipmarket.kernel.api")
def test_one_declaration_makes_three_columns_and_a_property() -> None:
    class Thing(models.Model):
        title = TranslatedColumns(max_length=50)
        summary = TranslatedColumns()

        class Meta:
            app_label = "kernel_api"

        def __str__(self) -> str:
            return "thing"

    columns: dict[str, Any] = {field.name: field for field in Thing._meta.get_fields()}
    assert list(columns) == ["id", "title_en", "title_zh_hant", "title_zh_hans", "summary_en", "summary_zh_hant", "summary_zh_hans"]
    assert (columns["title_en"].max_length, columns["summary_en"].get_internal_type()) == (50, "TextField")
    thing: Any = Thing(title=Translated(en="Mould", zh_hant="模具"))
    assert (thing.title_en, thing.title_zh_hant, thing.title_zh_hans) == ("Mould", "模具", "")
    assert thing.title == Translated(en="Mould", zh_hant="模具")
    thing.summary = Translated(zh_hans="模")
    assert thing.summary_zh_hans == "模"

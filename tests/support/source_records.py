"""Source records for tests: made by hand, or drawn so that numbers, applications and priorities meet often."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from patents.ingest.record import ClassMention, PriorityClaim, SourceRecord
from patents.numbers import parse


def record(source: str, number: str, **values: object) -> SourceRecord:
    publication = parse(number)
    base = SourceRecord(
        source=source,
        source_key=number,
        reader="test/1",
        office=publication.office,
        number=publication.number,
        kind=publication.kind,
    )
    return replace(base, **values)  # type: ignore[arg-type]  # the tests name fields of the record


_days = st.none() | st.dates(min_value=date(2030, 1, 1), max_value=date(2030, 1, 4))
_applications = st.sampled_from(["", "", "US1A", "US2A", "EP1A"])
_claims = st.builds(PriorityClaim, st.just("GB"), st.just("1"), st.sampled_from(["GB1A", "GB2A", "US1A"]), _days)
_records = st.builds(
    lambda source, key, number, application, day, title, symbols, claims: record(
        source,
        number,
        source_key=f"{number}:{key}",
        application_key=application,
        publication_date=day,
        titles=((("en", title),) if title else ()),
        classes=tuple(symbols),
        priorities=tuple(claims),
    ),
    st.sampled_from(["uspto-xml", "epo-ops", "lens", "labelled", "unheard-of"]),
    st.sampled_from(["1", "2"]),
    st.sampled_from(["US11", "US11B1", "US11B2", "US11S1", "US20310000011A1", "EP1000011", "EP1000011A1", "EP1000011U1"]),
    _applications,
    _days,
    st.sampled_from(["", "Press", "Mould"]),
    st.lists(
        st.builds(ClassMention, st.sampled_from(["ipc", "cpc"]), st.sampled_from(["B29C", "B29C 45/00", "A47J"]), st.booleans()), max_size=3
    ),
    st.lists(_claims, max_size=2),
)
record_sets = st.lists(_records, max_size=10, unique_by=lambda item: (item.source, item.source_key))

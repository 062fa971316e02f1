"""From records of many sources to rights: who belongs together, who is believed, and that order never matters."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from patents.ingest.record import CitationMention, ClassMention, Party, PriorityClaim, SourceRecord, StatusMention
from patents.ingest.resolution import StatusDraft, TextDraft, cluster_keys, families, priority_keys, resolve
from patents.numbers import RightClass, parse
from tests.support.source_records import record, record_sets


def keys(records: list[SourceRecord]) -> list[list[str]]:
    """The publications of each right."""
    return sorted([publication.number.key for publication in draft.publications] for draft in resolve(records))


def test_a_record_without_kind_joins_the_sole_publication_of_its_number() -> None:
    assert keys([record("lens", "US10999001B2"), record("labelled", "US10999001")]) == [["US10999001B2"]]


def test_a_record_without_kind_stands_alone_where_nobody_names_a_kind() -> None:
    assert keys([record("labelled", "US10999001")]) == [["US10999001"]]


def test_a_record_without_kind_joins_the_right_where_several_kinds_exist() -> None:
    records = [
        record("lens", "EP4999001A1", publication_date=date(2031, 10, 8)),
        record("lens", "EP4999001B1", publication_date=date(2033, 1, 5)),
        record("labelled", "EP4999001", titles=(("en", "Valve gate"),), publication_date=date(2020, 1, 1)),
    ]
    (draft,) = resolve(records)
    assert [publication.number.key for publication in draft.publications] == ["EP4999001A1", "EP4999001B1"]
    assert draft.texts == (TextDraft("en", "Valve gate", "", is_original=False),)
    # It speaks about no publication in particular, so its date dates none.
    assert draft.publication_date == date(2031, 10, 8)
    assert len(draft.records) == 3


def test_a_shared_application_joins_publications_with_different_numbers() -> None:
    records = [
        record("uspto-xml", "US20310099001A1", application_key="US2031999001A"),
        record("uspto-xml", "US12999001B2", application_key="US2031999001A"),
        record("uspto-xml", "US12999002B1", application_key="US2031999002A"),
    ]
    assert keys(records) == [["US12999001B2", "US20310099001A1"], ["US12999002B1"]]


def test_classes_of_rights_with_one_number_stay_apart() -> None:
    records = [record("lens", "RO125921A2"), record("lens", "RO125921U1"), record("lens", "RO125921S1")]
    assert [draft.right_class for draft in resolve(records)] == [RightClass.PATENT, RightClass.DESIGN, RightClass.UTILITY_MODEL]


def test_a_record_without_kind_prefers_the_patent_among_classes() -> None:
    records = [record("lens", "RO125921A2"), record("lens", "RO125921U1"), record("labelled", "RO125921")]
    patent, model = resolve(records)
    assert (len(patent.records), len(model.records)) == (2, 1)


def test_records_without_number_are_rights_of_their_own() -> None:
    one = SourceRecord(source="labelled", source_key="set:1", reader="test/1", office="US", titles=(("en", "Bath"),))
    two = replace(one, source_key="set:2")
    drafts = resolve([one, two])
    assert [(draft.main, draft.records) for draft in drafts] == [(None, (("labelled", "set:1"),)), (None, (("labelled", "set:2"),))]


def test_offices_are_believed_before_aggregators_and_what_they_leave_out_is_filled_in() -> None:
    office = record("epo-ops", "EP4999001A1", titles=(("en", "By the office"),), filing_date=date(2031, 3, 5))
    lens = record(
        "lens", "EP4999001A1", titles=(("en", "By Lens"),), filing_date=date(2031, 3, 6), original_link="https://example.test/1",
        parties=(Party("applicant", "Sample"),),
    )  # fmt: skip
    labelled = record("labelled", "EP4999001A1", titles=(("en", "By a set"), ("de", "Nur dort")), abstracts=(("en", "Abstract"),))
    (draft,) = resolve([labelled, lens, office])
    assert draft.texts == (
        TextDraft("de", "Nur dort", "", is_original=False),
        TextDraft("en", "By the office", "Abstract", is_original=False),
    )
    assert (draft.filing_date, draft.original_link) == (date(2031, 3, 5), "https://example.test/1")
    assert draft.parties == (Party("applicant", "Sample"),)


def test_the_later_publication_of_one_source_speaks_first() -> None:
    early = record("uspto-xml", "US20310099001A1", application_key="k", publication_date=date(2031, 9, 4), titles=(("en", "As filed"),))
    late = record("uspto-xml", "US12999001B2", application_key="k", publication_date=date(2032, 1, 6), titles=(("en", "As granted"),))
    (draft,) = resolve([early, late])
    assert draft.texts[0].title == "As granted"
    assert draft.main == parse("US12999001B2")
    assert (draft.publication_date, draft.grant_date) == (date(2031, 9, 4), date(2032, 1, 6))


def test_what_no_source_says_stays_unknown() -> None:
    (draft,) = resolve([record("labelled", "EP4999001A1")])
    assert (draft.filing_date, draft.publication_date, draft.grant_date, draft.statuses) == (None, None, None, ())
    assert (draft.texts, draft.parties, draft.priorities, draft.original_language) == ((), (), (), "")


def test_classes_are_united_and_a_subclass_gives_way_to_its_group() -> None:
    office = record("epo-ops", "EP4999001A1", classes=(ClassMention("ipc", "B29C 45/28"),))
    labelled = record(
        "labelled",
        "EP4999001A1",
        classes=(ClassMention("ipc", "B29C"), ClassMention("ipc", "B65D 1/00", is_first=True), ClassMention("ipc", "H02G")),
    )
    (draft,) = resolve([office, labelled])
    assert draft.classes == (
        ClassMention("ipc", "B65D 1/00", is_first=True),
        ClassMention("ipc", "B29C 45/28"),
        ClassMention("ipc", "H02G"),
    )


def test_citations_are_named_once_with_the_category_that_a_source_knows() -> None:
    one = record("epo-ops", "EP4999001A1", citations=(CitationMention("DE 3999001", "DE3999001A1"),))
    two = record("lens", "EP4999001A1", citations=(CitationMention("DE3999001A1", "DE3999001A1", "X"), CitationMention("A book")))
    (draft,) = resolve([one, two])
    assert draft.citations == (CitationMention("DE 3999001", "DE3999001A1", "X"), CitationMention("A book"))


def test_statuses_stand_side_by_side_the_newest_first() -> None:
    one = record("epo-ops", "EP4999001B1", statuses=(StatusMention("in_force", date(2033, 1, 5)),))
    two = record("lens", "EP4999001B1", statuses=(StatusMention("lapsed", date(2034, 1, 5), "fee not paid"),))
    (draft,) = resolve([one, two])
    assert draft.statuses == (
        StatusDraft("lapsed", "lens", date(2034, 1, 5), "fee not paid"),
        StatusDraft("in_force", "epo-ops", date(2033, 1, 5), ""),
    )


def test_families_are_what_priorities_connect() -> None:
    claim = PriorityClaim("GB", "3007777", "GB20300007777A", date(2030, 4, 2))
    european = record("epo-ops", "EP4999001A1", priorities=(claim,), application_key="EP2031199001A")
    american = record("uspto-xml", "US12999001B2", priorities=(claim,), application_key="US2031999001A")
    british = record("lens", "GB2999001A", application_key="GB20300007777A")
    stranger = record("lens", "GB2999002A", application_key="GB20300009999A")
    drafts = {draft.main.key: draft for draft in resolve([european, american, british, stranger]) if draft.main}
    assert families((key, priority_keys(draft)) for key, draft in drafts.items()) == (
        ("EP4999001A1", "GB2999001A", "US12999001B2"),
        ("GB2999002A",),
    )


def test_families_connect_through_others() -> None:
    rights = [("a", frozenset({"p"})), ("b", frozenset({"p", "q"})), ("c", frozenset({"q"})), ("d", frozenset[str]())]
    assert families(rights) == (("a", "b", "c"), ("d",))


def test_cluster_keys_name_number_application_and_numberless_record() -> None:
    assert cluster_keys(record("lens", "EP4999001A1", application_key="EP2031199001A")) == {
        "number:EP4999001",
        "application:EP2031199001A",
    }
    opaque = SourceRecord(source="labelled", source_key="set:1", reader="test/1", office="US")
    assert cluster_keys(opaque) == {"record:labelled:set:1"}


@given(record_sets.flatmap(lambda records: st.tuples(st.just(records), st.permutations(records))))
def test_order_never_matters(pair: tuple[list[SourceRecord], list[SourceRecord]]) -> None:
    records, shuffled = pair
    assert resolve(records) == resolve(shuffled)


@given(record_sets)
def test_every_record_is_in_exactly_one_right_and_every_publication_too(records: list[SourceRecord]) -> None:
    drafts = resolve(records)
    named = [name for draft in drafts for name in draft.records]
    assert sorted(named) == sorted((item.source, item.source_key) for item in records)
    publications = [publication.number for draft in drafts for publication in draft.publications]
    assert len(publications) == len(set(publications))
    assert len({draft.main for draft in drafts if draft.main}) == sum(draft.main is not None for draft in drafts)


@given(record_sets)
def test_clusters_can_be_resolved_apart(records: list[SourceRecord]) -> None:
    """What shares no cluster key with the rest gives the same rights alone: that is what lets an import load a part of the catalogue."""
    groups: list[tuple[set[str], list[SourceRecord]]] = []
    for item in records:
        own = set(cluster_keys(item))
        members = [item]
        apart = []
        for names, others in groups:
            if names & own:
                own |= names
                members += others
            else:
                apart.append((names, others))
        groups = [*apart, (own, members)]
    drafts = [draft for _names, members in groups for draft in resolve(members)]
    assert sorted(drafts, key=lambda draft: draft.records) == list(resolve(records))

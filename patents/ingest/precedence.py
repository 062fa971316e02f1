"""Which source is believed first where several speak about one right. A dated table, so that a change of mind is a new row, not an edit."""

from dataclasses import dataclass
from datetime import date

from patents.ingest.record import SourceRecord


@dataclass(frozen=True, slots=True)
class SourceRank:
    """Lower ranks speak first. `why` is shown to whoever asks why a page says what it says."""

    source: str
    rank: int
    valid_from: date
    why: str


SOURCE_RANKS = (
    SourceRank("owner", 5, date(2026, 11, 1), "The owner's own statement about its right."),
    SourceRank("uspto-xml", 10, date(2026, 11, 1), "The office's own publication of its grants and applications."),
    SourceRank("epo-ops", 10, date(2026, 11, 1), "The European Patent Office's master data for publications of all offices."),
    SourceRank("lens", 20, date(2026, 11, 1), "An aggregator that follows the offices' data."),
    SourceRank("labelled", 30, date(2026, 11, 1), "Research data sets: texts and classes, without dates and parties."),
    SourceRank("demo", 40, date(2026, 11, 1), "Records made up for demonstration."),
)
UNLISTED_RANK = 100
_RANK_BY_SOURCE = {row.source: row.rank for row in sorted(SOURCE_RANKS, key=lambda row: row.valid_from)}


def source_rank(source: str) -> int:
    """Rank of a source by the newest row of the table; sources that nobody ranked come last."""
    return _RANK_BY_SOURCE.get(source, UNLISTED_RANK)


def by_precedence(records: list[tuple[SourceRecord, str]]) -> list[SourceRecord]:
    """Records in the order in which they are believed: rank, then the later publication, then the content's hash.

    The hash makes the order total, so that the same set of records gives the same result in whatever order they came.
    """

    def key(pair: tuple[SourceRecord, str]) -> tuple[int, int, str]:
        record, digest = pair
        return (source_rank(record.source), -(record.publication_date.toordinal() if record.publication_date else 0), digest)

    return [record for record, _digest in sorted(records, key=key)]

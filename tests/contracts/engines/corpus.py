"""A corpus of our own, written from a few lists of words, and the real one where it is there. Both as engine documents."""

import gzip
import itertools
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from search.documents.text_fields import text_fields
from search.engines.port import Write

_THINGS = [
    ("injection mould", "注塑模具", "注塑模具", "B29C"),
    ("gear housing", "齒輪外殼", "齿轮外壳", "F16H"),
    ("lithium battery", "鋰電池", "锂电池", "H01M"),
    ("food tray", "食品托盤", "食品托盘", "B65D"),
    ("cotton fabric", "棉織物", "棉织物", "D03D"),
    ("plating bath", "電鍍槽", "电镀槽", "C25D"),
    ("syringe barrel", "注射器筒體", "注射器筒体", "A61M"),
    ("circuit board", "電路板", "电路板", "H05K"),
]
_QUALITIES = [
    ("recyclable", "可回收", "可回收"),
    ("water-cooled", "水冷", "水冷"),
    ("low noise", "低噪音", "低噪音"),
    ("self cleaning", "自清潔", "自清洁"),
    ("thin walled", "薄壁", "薄壁"),
]
_WAYS = [
    ("with a heated runner that shortens the cycle", "以加熱流道縮短週期", "以加热流道缩短周期"),
    ("with sensors measuring pressure in the cavity", "以感應器量度模腔壓力", "以感应器量度模腔压力"),
    ("coloured by pigments without solvents", "以無溶劑顏料上色", "以无溶剂颜料上色"),
    ("joined by ultrasonic welding of two halves", "以超聲波焊接兩半", "以超声波焊接两半"),
]


@dataclass(frozen=True)
class Record:
    id: str
    titles: tuple[str, ...]
    bodies: tuple[str, ...]
    subclasses: tuple[str, ...]
    language: str
    year: int


def write_of(record: Record, version: int = 1) -> Write:
    day = f"{record.year}0101"
    fields: dict[str, str | Sequence[str]] = {
        **text_fields(titles=record.titles, bodies=record.bodies, names=[f"Maker {record.year % 7} Limited"]),
        "type": "patent" if record.year % 3 else "technology",
        "section": sorted({symbol[0] for symbol in record.subclasses}),
        "class": sorted({symbol[:3] for symbol in record.subclasses}),
        "subclass": sorted(set(record.subclasses)),
        "office": record.id[:2],
        "year": str(record.year),
        "language": record.language,
        "number": [record.id],
        "by_newest": f"{99999999 - int(day):08d}{record.id}",
        "by_oldest": f"{day}{record.id}",
        "by_number": record.id,
    }
    return Write(id=record.id, version=version, fields=fields, digest=version)


def own_records() -> list[Record]:
    """160 records in both scripts and English, some in one language only."""
    made = []
    for at, (thing, quality, way) in enumerate(itertools.product(_THINGS, _QUALITIES, _WAYS)):
        language = ("en", "zh-Hant", "zh-Hans", "all")[at % 4]
        english = (f"{quality[0]} {thing[0]}".capitalize(), f"A {quality[0]} {thing[0]} {way[0]}.")
        traditional, simplified = (
            (f"{quality[1]}{thing[1]}", f"{thing[1]}，{way[1]}。"),
            (f"{quality[2]}{thing[2]}", f"{thing[2]}，{way[2]}。"),
        )
        chosen = {"en": [english], "zh-Hant": [traditional], "zh-Hans": [simplified], "all": [english, traditional, simplified]}[language]
        made.append(
            Record(
                id=f"{('HK', 'CN', 'US')[at % 3]}{30_000_000 + at}A",
                titles=tuple(title for title, _ in chosen),
                bodies=tuple(body for _, body in chosen),
                subclasses=(thing[3], _THINGS[(at * 7) % 8][3]),
                language=language if language != "all" else "en",
                year=1990 + at % 35,
            )
        )
    return made


OWN_QUERIES = [
    *(thing[0] for thing in _THINGS),
    *(thing[1] for thing in _THINGS),
    *(thing[2] for thing in _THINGS),
    *(f"{quality[1]}{thing[1]}" for quality, thing in itertools.product(_QUALITIES, _THINGS)),
    *(f"{quality[0]} {thing[0]}s" for quality, thing in itertools.product(_QUALITIES, _THINGS)),
    '"heated runner"', '"ultrasonic welding" battery', "「加熱流道」", "B29C", "H01M 水冷", "molding", "colored", "機", "池",
    "the", "Maker 3", "HK30000000A",    "nothing here matches", "30000003",
]  # fmt: skip


def real_records(data_dir: Path, english: int, chinese: int) -> list[Record]:
    records = []
    for name, wanted in (("uspto-latam", english), ("zh-titles", chinese)):
        with gzip.open(data_dir / "labelled" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in itertools.islice(file, wanted):
                row = json.loads(line)
                subclasses = tuple(sorted({symbol[:4] for symbol in row["ipc"]}))
                bodies = (row["abstract"],) if row["abstract"] else ()
                year = 1980 + sum(map(ord, row["id"])) % 45
                records.append(Record(row["id"], (row["title"],), bodies, subclasses, "en" if name == "uspto-latam" else "zh-Hans", year))
    return records


def real_queries(records: Sequence[Record], count: int) -> list[str]:
    """Words and stretches of titles, drawn with a fixed seed: one to three words, or two to five characters."""
    draw = random.Random(20261121)
    queries: list[str] = []
    while len(queries) < count:
        record = draw.choice(records)
        title = record.titles[0]
        if record.language == "en":
            words = [word for word in title.split() if len(word) > 3]
            if words:
                queries.append(" ".join(draw.sample(words, min(len(words), draw.randint(1, 3)))))
        elif len(title) > 5:
            length = draw.randint(2, 5)
            at = draw.randrange(len(title) - length)
            queries.append(title[at : at + length])
    return queries

"""A seeded catalogue of any size: rows written in bulk, the same for the same seed."""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from patents.enums import ClassOrigin, LegalState, RightType, Scheme, TextStanding
from patents.models import ClassAssignment, Publication, Right, RightText

SEED = 20261121
WORDS_EN = [
    "injection",
    "moulding",
    "housing",
    "thin",
    "wall",
    "gas",
    "assisted",
    "cavity",
    "pressure",
    "sensor",
    "battery",
    "electrode",
    "laser",
    "cleaning",
    "rail",
    "linear",
    "lubricant",
    "free",
    "dyeing",
    "yarn",
    "liquor",
    "ratio",
    "cotton",
    "plating",
    "rinse",
    "water",
    "reuse",
    "nickel",
    "lens",
    "module",
    "focus",
    "jig",
    "automatic",
    "packaging",
    "film",
    "barrier",
    "recyclable",
    "tray",
    "food",
    "steam",
    "cooking",
    "conveyor",
    "robot",
    "gripper",
    "vision",
    "inspection",
    "solder",
    "paste",
    "stencil",
    "circuit",
    "board",
    "via",
    "copper",
    "coating",
    "anodising",
    "valve",
    "pump",
    "seal",
    "heat",
    "exchanger",
    "filter",
    "membrane",
    "ultrasonic",
    "welding",
    "textile",
    "loom",
    "needle",
    "medical",
    "catheter",
    "tube",
    "extrusion",
    "die",
    "cutting",
]
WORDS_ZH = [
    "注塑",
    "薄壁",
    "殼體",
    "氣輔",
    "型腔",
    "壓力",
    "感應器",
    "電池",
    "極片",
    "激光",
    "清洗",
    "導軌",
    "潤滑",
    "染色",
    "紗線",
    "棉",
    "電鍍",
    "漂洗",
    "回用",
    "鏡頭",
    "對焦",
    "治具",
    "包裝",
    "薄膜",
    "阻隔",
    "回收",
    "食品",
    "蒸煮",
]
SUBCLASSES = ("B29C", "H01M", "F16C", "D06P", "C25D", "G02B", "B65D", "A23L", "H05K", "B25J", "A61M", "C02F", "B23K", "D03D", "F16K")
STATES = (LegalState.IN_FORCE, LegalState.PENDING, LegalState.LAPSED, LegalState.EXPIRED, LegalState.UNKNOWN)
_BATCH = 5_000


def fill(count: int, *, seed: int = SEED) -> None:
    """Writes `count` public rights with texts in two languages, two classes and one publication each."""
    choose = random.Random(seed)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for start in range(0, count, _BATCH):
        _write([_right(choose, number, at) for number in range(start, min(count, start + _BATCH))], choose)


def _right(choose: random.Random, number: int, at: datetime) -> Right:
    day = date(2005, 1, 1) + timedelta(days=choose.randrange(7_500))
    state = choose.choice(STATES)
    known = state != LegalState.UNKNOWN
    moment = at + timedelta(seconds=choose.randrange(20_000_000))
    return Right(
        id=UUID(int=choose.getrandbits(128), version=4),
        right_type=RightType.PATENT,
        office="CN",
        ref=f"CN{300_000_000 + number}A",
        filing_date=day,
        publication_date=day + timedelta(days=540),
        original_language="en",
        status=state,
        status_source="generated register" if known else "",
        status_as_of_date=date(2026, 1, 1) if known else None,
        owner_name=f"Sample Works {choose.randrange(2_000)}",
        created_at=moment,
        updated_at=moment,
    )


def _write(rights: list[Right], choose: random.Random) -> None:
    texts, publications, classes = [], [], []
    for right in rights:
        title_en = " ".join(choose.sample(WORDS_EN, 6))
        texts.append(RightText(right=right, language="en", title=title_en, abstract=" ".join(choose.choices(WORDS_EN, k=60))))
        title_zh = "".join(choose.sample(WORDS_ZH, 4))
        zh = RightText(
            right=right,
            language="zh-Hant",
            title=title_zh,
            abstract="".join(choose.choices(WORDS_ZH, k=40)),
            standing=TextStanding.OFFICIAL,
        )
        texts.append(zh)
        number = right.ref[2:-1]
        publications.append(Publication(right=right, office="CN", number=number, kind="A", publication_date=right.publication_date))
        for position, subclass in enumerate(choose.sample(SUBCLASSES, 2)):
            classes.append(
                ClassAssignment(
                    right=right,
                    scheme=Scheme.IPC,
                    symbol=f"{subclass} 1/00",
                    subclass=subclass,
                    origin=ClassOrigin.OFFICE,
                    position=position,
                    is_first=position == 0,
                )
            )
    with transaction.atomic():
        Right.objects.bulk_create(rights)
        RightText.objects.bulk_create(texts)
        Publication.objects.bulk_create(publications)
        ClassAssignment.objects.bulk_create(classes)

from patents.models.classification import ClassAssignment, ClassSymbol
from patents.models.imports import ImportBatch, QuarantinedRecord, StoredRecord
from patents.models.right import Citation, Family, PartyMention, Priority, Publication, Right, RightText, StatusAssertion
from patents.models.technology import ProductionTechnology

__all__ = [
    "Citation",
    "ClassAssignment",
    "ClassSymbol",
    "Family",
    "ImportBatch",
    "PartyMention",
    "Priority",
    "ProductionTechnology",
    "Publication",
    "QuarantinedRecord",
    "Right",
    "RightText",
    "StatusAssertion",
    "StoredRecord",
]

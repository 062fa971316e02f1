from ipmarket.reference.models.row import Row, RowLink

__all__ = ["Row", "RowLink"]

"""The outbox: what happened, written with the rows it is about, and delivered to handlers afterwards."""

"""Mail: what is to be sent is a row and an event of the same transaction; the relay renders it, sends it, and wipes what it said."""

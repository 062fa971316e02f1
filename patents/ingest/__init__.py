"""From files of many makers to source records, and from source records to what is shown."""

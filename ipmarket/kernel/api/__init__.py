"""What every HTTP endpoint shares: problems, cursors, lists, entity tags, idempotency, throttles, headers, schema."""

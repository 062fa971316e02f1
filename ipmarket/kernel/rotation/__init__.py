"""Changing the keys under which values are sealed."""

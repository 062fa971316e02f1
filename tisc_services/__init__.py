"""The advisory desk. Empty until its first case comes; the import contracts hold its place in the house."""

"""What is offered and what was agreed. Empty until listings come; the import contracts hold its place in the house."""

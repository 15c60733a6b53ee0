"""Pure rules of the shared case."""

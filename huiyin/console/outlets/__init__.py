"""The desk's pages of the opinion books of outlets."""

"""Products and their terms at the desk."""

"""`huiyin import customers FILE`: customers of a core system."""

from huiyin.commands import import_core


def main(argv: list[str]) -> int:
    """Run it; exit codes as `import_core.main`."""
    return import_core.main("customers", argv)

"""`huiyin export customers FILE`: customers as CSV or XLSX."""

from huiyin.commands import export_records


def main(argv: list[str]) -> int:
    """Run it; exit codes as `export_records.main`."""
    return export_records.main("customers", argv)

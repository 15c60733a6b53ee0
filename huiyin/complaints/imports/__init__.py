"""Reading complaints from files: pure readers, mappings and the plan of what to write. No database here."""

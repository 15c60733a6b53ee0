"""Products, terms and the complaint taxonomy (chapter 6 and 3.1-3)."""

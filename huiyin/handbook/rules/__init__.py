"""Time rules as typed values: what a pack may say, and how it is read and checked."""

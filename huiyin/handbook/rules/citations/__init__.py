"""Citations of laws, orders, standards and authorities in a text: found, resolved, judged as of a day."""

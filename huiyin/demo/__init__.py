"""The demo's world: an invented insurer, its people, customers and eighteen months of complaints."""

"""Chats with visitors of our sites: who waits, the ones I lead, and where the window is shown."""

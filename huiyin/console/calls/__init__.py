"""Calls: the log, and the screen of who picks up."""

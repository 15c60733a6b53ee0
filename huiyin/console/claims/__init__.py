"""Claims at the desk: watched, never adjudicated."""

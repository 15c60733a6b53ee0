"""The desk's pages of complaints that the regulator transferred."""

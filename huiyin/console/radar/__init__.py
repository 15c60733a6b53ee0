"""The pages of complaints that look organised."""

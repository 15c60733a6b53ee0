"""The desk's pages for letters on paper and scans."""

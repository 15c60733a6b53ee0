"""The measures of `docs/performance.md`: ratios within one run, on a database made for the run."""

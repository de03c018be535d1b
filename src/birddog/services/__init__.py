"""Use cases: load, decide, record. Decisions themselves are made in ``core``."""

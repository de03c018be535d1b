"""A chart: how it is stored, found again, brought in and given out, and what it has come to by now."""

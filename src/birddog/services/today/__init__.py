"""Today: what comes first, the program at a glance, and why there may be no exercises."""

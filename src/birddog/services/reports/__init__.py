"""Reports: what a browser sends, the list of what was reported, and putting one right."""

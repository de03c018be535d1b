"""For a clinician: the page for the record, a draft of changes, the session on paper."""

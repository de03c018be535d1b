"""Who is asking, and what they have set for themselves."""

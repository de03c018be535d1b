"""A session: how it is led through, what was done in it, and how it felt afterwards."""

"""Copies of all that a server keeps: made while it runs, put back, and rehearsed."""

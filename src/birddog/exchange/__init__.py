"""Formats in which a person's plan and chart leave the program: a calendar, a table, a chart file."""

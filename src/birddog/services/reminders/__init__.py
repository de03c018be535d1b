"""Reminders: who gets one, how it reaches a browser, and the plan as a calendar."""

"""Danger signs: what is asked, and who should act now."""

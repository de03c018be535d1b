"""What a person tells us, and what it means on a given day."""

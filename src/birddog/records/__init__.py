"""What is kept: people, their events, and what is worked out from them. No clinical logic."""

"""The intake: its steps, the answers so far, and what they come to."""

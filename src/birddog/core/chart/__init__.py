"""What events change: a chart is its events, each carried from state to state."""

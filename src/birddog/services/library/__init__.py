"""To look things up: exercises, lessons, sources, and the words and figures that go with them."""

"""Progress: what has changed, in numbers and in words, and why the program did."""

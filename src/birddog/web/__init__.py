"""Pages for the person in pain: rendered on the server, enhanced in the browser."""

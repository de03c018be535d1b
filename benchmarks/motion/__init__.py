"""The coach on recordings of people: counting, form, and how often it is right against how often it dares."""

"""One module for each group of pages: they load, call a service, and render. No decisions."""

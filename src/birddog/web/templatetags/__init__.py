"""Tags that templates use; built in, so that no template loads them."""

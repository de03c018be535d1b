"""The camera coach while somebody exercises: a socket that takes landmarks and says what the coach sees."""

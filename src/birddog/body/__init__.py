"""The body model: skeleton, contacts, movements, pictures. Pure NumPy: no files, no clock, no chance."""

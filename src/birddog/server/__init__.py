"""The program as one process: Django behind uvicorn."""

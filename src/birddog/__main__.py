"""``python -m birddog``."""

from birddog.cli import main

main()

"""``python -m birddog``."""

from birddog.cli import main

if __name__ == "__main__":
    main()

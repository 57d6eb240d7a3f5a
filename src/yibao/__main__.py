"""`python -m yibao`."""

import sys

from yibao.cli import app
from yibao.cli.process import leave


def main() -> None:
    """Run a command."""
    try:
        app()
    except SystemExit as ended:
        leave(ended.code)
        sys.exit(ended.code)


if __name__ == "__main__":
    main()

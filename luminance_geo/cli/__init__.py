"""The `luminance` command: exit 0 done, 1 refused or invalid input, 2 wrong usage."""

from luminance_geo.cli.app import create_cli, run

__all__ = ["create_cli", "run"]

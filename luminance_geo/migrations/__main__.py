"""For developers: write the next migration from what differs, `python -m luminance_geo.migrations "what it does"`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config

from luminance_geo import bootstrap, migrations
from luminance_geo.database import make_engine


def main(message: str) -> None:
    """Upgrade a scratch SQLite database, compare it with the models, and write the difference as a new version."""
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/scratch.sqlite")
        migrations.upgrade(engine)
        number = f"{len(migrations.versions()) + 1:04d}"
        with engine.connect() as connection:
            config = Config(attributes={"connection": connection, "metadata": bootstrap.metadata()})
            config.set_main_option("script_location", str(Path(__file__).parent))
            config.set_main_option("file_template", f"{number}_{re.sub('[^a-z0-9]+', '_', message.lower())}")
            command.revision(config, message, autogenerate=True, rev_id=number)
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])

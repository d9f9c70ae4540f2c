"""Exit 0 when a PostgreSQL server answers at the address given, else say in a line why not."""

import sys

import psycopg

try:
    psycopg.connect(sys.argv[1], connect_timeout=5).close()
except psycopg.OperationalError as error:
    reason = str(error).strip().splitlines()[0]
    sys.exit(f"no PostgreSQL at {sys.argv[1]}: {reason}")

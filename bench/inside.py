"""One function of a benchmark, called inside a house: ``python -m bench.inside MODULE FUNCTION JSON``."""

import json
import os
import sys
from importlib import import_module

from bench.houses import say
from gongzhi.lib import postgres
from gongzhi.lib.home import home


def main(module: str, function: str, arguments: str) -> None:
    """Prints the answer as one line of JSON."""
    with postgres.joined(home(os.environ), os.environ, say):
        import django
        from django.db import connection

        django.setup()
        answer = getattr(import_module(module), function)(**json.loads(arguments))
        print(json.dumps(answer))
        connection.close()
        connection.close_pool()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""One PostgreSQL: the embedded one, started by us, or a server named by ``GONGZHI_DATABASE_URL``.

The binaries come from a wheel; the launcher is our own. It locks inside its own folder, believes no
process number it has not looked at, never changes the rights of a folder above its own, and gives
crash recovery the time it needs.
"""

from gongzhi.lib.postgres.address import connect, connection, is_embedded
from gongzhi.lib.postgres.cluster import Cluster, joined
from gongzhi.lib.postgres.marker import ForeignData
from gongzhi.lib.postgres.migrations import pending
from gongzhi.lib.postgres.promises import broken_promises, cautions
from gongzhi.lib.postgres.roles import grant_app, let_app_read
from gongzhi.lib.postgres.server import NotStarted
from gongzhi.lib.postgres.trouble import Trouble

__all__ = [
    "Cluster",
    "ForeignData",
    "NotStarted",
    "Trouble",
    "broken_promises",
    "cautions",
    "connect",
    "connection",
    "grant_app",
    "is_embedded",
    "joined",
    "let_app_read",
    "pending",
]

"""Our settings, and an application for the table of the peer."""

from gongzhi.settings import *  # noqa: F403
from gongzhi.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "bench"]

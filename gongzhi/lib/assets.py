"""Which files of the installed packages are served; every one is hashed and compressed at set-up."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class Assets(StaticFilesConfig):
    """Leaflet's wheel also carries its sources for developers, which are larger than all else together."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "leaflet-src*"]

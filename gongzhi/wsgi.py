"""What each process of the web server loads."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from gongzhi.lib.processes import end_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.settings")
os.environ["GONGZHI_DATABASE_ROLE"] = "app"  # whatever the shell of the operator says
os.environ["GONGZHI_PROCESS"] = "web"  # short limits in the database: somebody is waiting for a page

if server := multiprocessing.parent_process():
    end_with(server.pid or 0)  # a killed server must not leave processes that still hold the port
application = get_wsgi_application()

"""Django's own command line, for developers: makemigrations and the like."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.config.settings")
execute_from_command_line(sys.argv)

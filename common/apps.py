"""Common: what has no business noun. Lays the triggers of the booked tables around every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CommonConfig(AppConfig):
    name = "common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common import checks  # noqa: F401
        from common.form_words import teach_formsets

        teach_formsets()
        pre_migrate.connect(lift_triggers_of_sqlite, sender=self)
        post_migrate.connect(lay_triggers, sender=self)


def lift_triggers_of_sqlite(sender, using, **kwargs):
    """SQLite refuses to rename a remade table while a trigger elsewhere still names the dropped one."""
    from django.db import connections

    from common import triggers

    if connections[using].vendor == "sqlite":
        triggers.lift(connections[using])


def lay_triggers(sender, using, **kwargs):
    """SQLite drops the triggers of a table whenever a migration remakes it, so they are laid anew each time."""
    from django.db import connections

    from common import triggers

    triggers.lay(connections[using])

"""The laboratory: its settings, people, calendar, and the events that cause every booked row."""

from lab.models.calendar import Holiday
from lab.models.employee import Employee, RoleGrant
from lab.models.event import Event
from lab.models.record_event import RecordEvent
from lab.models.settings import LabSettings
from lab.models.token import FormToken

__all__ = ["Employee", "Event", "FormToken", "Holiday", "LabSettings", "RecordEvent", "RoleGrant"]

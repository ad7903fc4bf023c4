"""The laboratory: its settings, people, calendar, and the events that cause every booked row."""

from lab.models.absence import Absence
from lab.models.bench import Badge, BenchScan
from lab.models.calendar import Holiday, WeekdayHours
from lab.models.employee import Employee, RoleGrant
from lab.models.event import Event
from lab.models.exchange_rate import ExchangeRate
from lab.models.feed import CalendarFeed, FeedKind
from lab.models.record_event import RecordEvent
from lab.models.saved_view import FirstPage, SavedView
from lab.models.settings import LabSettings, ToothNumbers
from lab.models.table_import import (
    TableFile,
    TableImport,
    TableImportGoing,
    TableImportRow,
    TableImportTakenBack,
)
from lab.models.token import FormToken

__all__ = [
    "Absence",
    "Badge",
    "BenchScan",
    "CalendarFeed",
    "Employee",
    "Event",
    "ExchangeRate",
    "FeedKind",
    "FirstPage",
    "FormToken",
    "Holiday",
    "LabSettings",
    "RecordEvent",
    "RoleGrant",
    "SavedView",
    "TableFile",
    "TableImport",
    "TableImportGoing",
    "TableImportRow",
    "TableImportTakenBack",
    "ToothNumbers",
    "WeekdayHours",
]

"""The order and what belongs to it alone: lines and their parts, tasks, events, comments, markers, delivery."""

from orders.models.delivery import Delivery
from orders.models.event import OrderEvent
from orders.models.line import OrderLine
from orders.models.marker import Marker
from orders.models.order import Order
from orders.models.part import LinePart
from orders.models.talk import Comment
from orders.models.task import Task
from orders.models.work_span import WorkSpan

__all__ = [
    "Comment",
    "Delivery",
    "LinePart",
    "Marker",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Task",
    "WorkSpan",
]

"""The order and what belongs to it: lines with their parts and teeth, tasks, events, comments, markers, delivery."""

from orders.models.batch import Batch, BatchOrder
from orders.models.delivery import Delivery
from orders.models.event import OrderEvent
from orders.models.former import FormerState
from orders.models.line import OrderLine
from orders.models.marker import Marker
from orders.models.order import Order
from orders.models.part import LinePart
from orders.models.talk import Comment
from orders.models.task import Task
from orders.models.tooth_work import ToothWork
from orders.models.work_span import WorkSpan

__all__ = [
    "Batch",
    "BatchOrder",
    "Comment",
    "Delivery",
    "FormerState",
    "LinePart",
    "Marker",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Task",
    "ToothWork",
    "WorkSpan",
]

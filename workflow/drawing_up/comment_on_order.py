"""Comment: say something on an order, to everybody or within the laboratory."""

from django.db import transaction

from common.soundness import refuse_unsound_fields
from lab.cause import Cause
from orders.models import Comment
from workflow.moving import book_change, open_order


@transaction.atomic
def comment_on_order(order_id: int, cause: Cause, *, text: str, is_internal: bool = False) -> Comment:
    order = open_order(order_id, cause, action="comment", aspect="comments")
    comment = Comment(
        order=order, author=cause.actor, text=text.strip(), is_internal=is_internal, created_at=cause.at
    )
    refuse_unsound_fields(comment, ["text"])
    comment.save()
    book_change(order, "comment", cause, action="comment", changes=[], grows=False)
    return comment

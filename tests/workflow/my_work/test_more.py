"""What is one tap away, and what the clock says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lab.once import new_token
from orders.models import Comment, Task, WorkSpan
from tests.workflow.my_work.pressing import card, press, shown, task_for

pytestmark = pytest.mark.django_db


def test_comments_are_read_and_added_in_the_card(client, anna):
    task = task_for(anna)
    sent = {"text": "Margin is short", "is_internal": "on", "form_token": new_token()}
    assert client.post(f"/work/{task.pk}/comment/", sent).url == f"/work/#task-{task.pk}"
    comment = Comment.objects.get()
    assert (comment.order, comment.author, comment.is_internal) == (task.order, anna, True)
    more = client.get(f"/work/{task.pk}/more/", headers={"HX-Request": "true"}).content.decode()
    assert "Margin is short" in more
    assert 'capture="environment"' in more


def test_an_empty_comment_is_refused_in_the_card(client, anna):
    task = task_for(anna)
    client.post(f"/work/{task.pk}/comment/", {"text": "  ", "form_token": new_token()})
    assert "Write a comment first." in card(shown(client), task)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(("text", "said"), [("a\x00b", "cannot be kept"), ("a" * 200_000, "at most")])
def test_a_comment_that_no_database_keeps_is_refused_in_the_card(client, anna, text, said):
    task = task_for(anna)
    client.post(f"/work/{task.pk}/comment/", {"text": text, "form_token": new_token()})
    assert said in card(shown(client), task)
    assert not Comment.objects.exists()


def test_without_a_script_what_is_one_tap_away_is_the_page_of_the_order(client, anna):
    task = task_for(anna)
    assert client.get(f"/work/{task.pk}/more/").url == f"/orders/{task.order.number}/"


def test_a_forgotten_clock_says_so(client, anna):
    task = task_for(anna)
    press(client, task, "in_progress")
    WorkSpan.objects.update(started_at=timezone.now() - timedelta(days=2))
    said = card(shown(client), task)
    assert "clock stopped at the end of the day" in said
    assert "data-work-seconds" not in said


def test_what_was_worked_and_what_was_planned_are_told_in_one_unit(client, anna):
    task = task_for(anna)
    Task.objects.filter(pk=task.pk).update(minutes=65)
    client.post(f"/work/{task.pk}/move/", {"form_token": new_token(), "state": "in_progress"})
    assert "of 1:05 h planned" in client.get("/work/").content.decode()

"""Questions that people asked about their pay: the open ones with the answer to give, and those of before."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.lists import list_page
from lab.access import allow
from lab.posting import form_page, posted
from payroll.coming import open_questions
from payroll.forms import AnswerForm
from payroll.models import PayQuestion
from payroll.questions import answer_question


@allow("see_pay")
@require_safe
def question_list(request):
    """The open ones, the oldest first; with ``?answered=1`` the others, the latest first."""
    answered = request.GET.get("answered") == "1"
    asked = PayQuestion.objects.with_names()
    rows = asked.closed().order_by("-pk") if answered else asked.open().order_by("pk")
    context = {
        "listed": list_page(rows, request.GET),
        "answered": answered,
        "open_questions": open_questions(),
    }
    return render(request, "payroll/question_list.html", context)


@allow("pay_out")
@require_http_methods(["GET", "HEAD", "POST"])
def question_answer(request, question_id):
    question = get_object_or_404(PayQuestion.objects.with_names(), pk=question_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def answer(cause):
        answer_question(question.pk, cause, answer=form.cleaned_data["answer"])
        return reverse("payroll:question_list")

    context = {
        "form": form,
        "question": question,
        "dialog_title": _("Answer %(who)s") % {"who": question.asked_by.name},
        "verb": _("Answer and close"),
        "back_url": reverse("payroll:question_list"),
        "refusal": _("This question is answered already.")
        if question.answered_id and request.method == "GET"
        else "",
    }
    said = _("%(who)s sees your answer beside the line.") % {"who": question.asked_by.name}
    return posted(request, [form], answer, said=said) or form_page(
        request, "payroll/question_answer.html", context
    )

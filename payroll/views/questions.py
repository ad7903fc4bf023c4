"""Questions that people asked about their pay: the open ones with the answer to give, and those of before."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lab.access import allow
from lab.lists import list_view
from lab.posting import form_page, posted
from payroll.forms import AnswerForm
from payroll.lists import QUESTIONS
from payroll.models import PayQuestion
from payroll.questions import answer_question

question_list = list_view(QUESTIONS, "see_pay")


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

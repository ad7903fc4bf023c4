"""The life of a document: filled, finished, looked at by a second person where its type wants that, released, amended.

Only ``workflow`` moves one: it locks the order and the document, asks who may, and freezes a revision when it releases.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, FSMModelMixin, transition


class DocumentState(models.TextChoices):
    """Finished: complete, and waiting for the second person. Released: may leave the laboratory."""

    FILLING = "filling", _("being filled")
    FINISHED = "finished", _("finished")
    RELEASED = "released", _("released")
    AMENDING = "amending", _("being amended")


F, N, R, A = (
    DocumentState.FILLING,
    DocumentState.FINISHED,
    DocumentState.RELEASED,
    DocumentState.AMENDING,
)


class DocumentLifecycle(FSMModelMixin, models.Model):
    """States and steps; read from top to bottom this is the life of a document."""

    state = FSMField(_("state"), default=F, choices=DocumentState.choices, protected=True)

    class Meta:
        abstract = True

    @transition(state, source=[F, A], target=N)
    def finish(self):
        pass

    @transition(state, source=N, target=R)
    def release(self):
        pass

    @transition(state, source=N, target=RETURN_VALUE(F, A))
    def send_back(self):
        return A if self.number else F

    @transition(state, source=R, target=A)
    def amend(self):
        pass

"""What each role may do to an order in each state, decided here by hand after the design."""

from dataclasses import dataclass

M, R, T, A, X = "manager", "reviewer", "technician", "accountant", "administrator"
DRAFTING, PENDING, PRODUCTION, REVIEW = "drafting", "pending", "production", "review"
PRODUCED, REALIZED, CANCELLED = "produced", "realized", "cancelled"
EVERYWHERE = (DRAFTING, PENDING, PRODUCTION, REVIEW, PRODUCED, REALIZED, CANCELLED)
UNTIL_REVIEW = (DRAFTING, PENDING, PRODUCTION, REVIEW)
UNTIL_PRODUCED = (*UNTIL_REVIEW, PRODUCED)
STAYS = ""


@dataclass(frozen=True)
class Verb:
    """``who`` in which state; the administrator may whatever any role may. ``to`` is where the order lands."""

    who: dict[str, tuple[str, ...]]
    to: str = STAYS

    def allows(self, role: str, status: str) -> bool:
        return status in self.who and role in (*self.who[status], X)


def within(states: tuple[str, ...], *who: str, to: str = STAYS) -> Verb:
    return Verb(dict.fromkeys(states, who), to)


VERBS: dict[str, Verb] = {
    # the steps
    "submit": within((DRAFTING,), M, to=PENDING),
    "take-down": within((PENDING,), M, to=DRAFTING),
    "start": within((DRAFTING, PENDING), M, T, to=PRODUCTION),
    "hold": Verb({PRODUCTION: (M, T), REVIEW: (M, R)}, PENDING),
    "send-to-review": within((PRODUCTION,), T, M, to=REVIEW),
    "return-to-production": within((REVIEW,), R, to=PRODUCTION),
    "produce": within((REVIEW,), R, to=PRODUCED),
    "reopen": within((PRODUCED,), R, to=PRODUCTION),
    "realize": within((PRODUCED,), A, M, to=REALIZED),
    "unrealize": within((REALIZED,), A, to=PRODUCED),
    "cancel": within(UNTIL_REVIEW, M, to=CANCELLED),
    "restore": within((CANCELLED,), M, to=DRAFTING),
    # what is no step
    "plan-work": within((DRAFTING, PENDING), M, R),  # in production all that is to be done here is done
    "rush": within(UNTIL_REVIEW, M),
    "discount": within(UNTIL_REVIEW, M),
    "adjust-price": within(UNTIL_PRODUCED, M),
    "update-due": within(UNTIL_PRODUCED, M),
    "change-customer": within(UNTIL_PRODUCED, M),
    "copy": within(EVERYWHERE, M),
    "new-document": within((DRAFTING, PENDING, PRODUCTION), M, R, T),
    "mark": within(UNTIL_PRODUCED, M, R, T),
    "deliver": within((PRODUCED, REALIZED), M),
    "comment": within(EVERYWHERE, M, R, T, A),
    "pay": within((*UNTIL_PRODUCED, REALIZED), A),
}
"""Of orders in which every service requires review. Without review see ``PRODUCE_WITHOUT_REVIEW``."""

PRODUCE_WITHOUT_REVIEW = within((PRODUCTION,), R, M, to=PRODUCED)

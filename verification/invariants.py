"""The oracle of the books: every invariant that can be read off a live database, in one literal table."""

from collections.abc import Iterator

from common.snapshot import one_snapshot
from verification import (
    bank,
    bundles,
    clocks,
    currencies,
    database,
    days,
    documents,
    issued,
    lifecycle,
    merges,
    money,
    papers,
    pay,
    payments,
    payouts,
    price_lists,
    prices,
    statements,
    sums,
    teeth,
    together,
    unattended,
    work,
)
from verification.finding import Finding, Invariant

INVARIANTS: tuple[Invariant, ...] = (
    Invariant(1, "the state of an order is a declared one", lifecycle.state_is_declared),
    Invariant(2, "the chain of an order's events is unbroken", lifecycle.chain_is_unbroken),
    Invariant(3, "every step is declared and was allowed", lifecycle.moves_are_declared_and_allowed),
    Invariant(4, "one change is one version", lifecycle.versions_count_the_changes),
    Invariant(5, "constraints stand in the database", database.constraints_stand),
    Invariant(
        6, "terminal states are left only as declared", lifecycle.terminal_states_are_left_only_as_declared
    ),
    Invariant(
        8, "produced orders have services and performers", lifecycle.produced_orders_have_lines_and_performers
    ),
    Invariant(9, "moments never decrease", lifecycle.moments_never_decrease),
    Invariant(10, "an order has one currency", money.one_currency_an_order),
    Invariant(11, "the final price is acts and adjustments", prices.final_price_is_acts_and_adjustments),
    Invariant(
        12,
        "lines and documents are computed by the one rounding",
        prices.figures_are_computed_by_the_one_rounding,
    ),
    Invariant(
        13,
        "realized orders owe their final price, others nothing",
        money.realized_orders_owe_their_final_price,
    ),
    Invariant(
        14,
        "every payment and refund stands in the ledger once",
        payments.payments_and_refunds_stand_in_the_ledger_once,
    ),
    Invariant(15, "money is given out once, and within debts", payments.money_is_given_out_once),
    Invariant(16, "booked tables have their triggers (also 7, 47)", database.triggers_stand),
    Invariant(17, "a reversal negates one original", money.reversals_negate_one_original),
    Invariant(18, "cancelled orders leave nothing booked", money.cancelled_orders_leave_nothing_booked),
    Invariant(19, "charges are those of their document and stand still", prices.what_is_charged_stands_still),
    Invariant(20, "nothing is lost in splitting a price", prices.nothing_is_lost_in_splitting),
    Invariant(22, "ledgers add up to their orders", payments.ledgers_add_up_to_their_orders),
    Invariant(23, "work is paid once", pay.work_is_paid_once),
    Invariant(24, "pay and standing acts agree", pay.pay_and_standing_acts_agree),
    Invariant(25, "pay is what its rate or the sum set by hand says", pay.pay_is_what_its_rule_says),
    Invariant(26, "the day of pay is that of its event", payouts.days_of_pay_are_those_of_their_events),
    Invariant(27, "closed months take nothing more", payouts.closed_months_take_nothing),
    Invariant(28, "pay sheets and balances add up", payouts.sheets_and_balances_add_up),
    Invariant(29, "what is on hand is the sum of movements", work.on_hand_is_the_sum_of_movements),
    Invariant(30, "negative stock was overridden by a person", work.on_hand_is_negative_only_when_overridden),
    Invariant(31, "a material is written off once", work.materials_are_written_off_once),
    Invariant(
        32, "materials of standing acts are written off", work.materials_of_standing_acts_are_written_off
    ),
    Invariant(34, "numbers have no gaps", papers.numbers_have_no_gaps),
    Invariant(
        35, "papers are issued with what they tell of", issued.papers_are_issued_with_what_they_tell_of
    ),
    Invariant(36, "issued papers are as issued", papers.snapshots_are_as_issued),
    Invariant(37, "issued papers have their bytes", issued.papers_have_their_bytes),
    Invariant(40, "files are whole", papers.files_are_whole),
    Invariant(41, "stored files have rows", papers.stored_files_have_rows),
    Invariant(46, "every event has a named cause", database.events_have_a_named_cause),
    Invariant(52, "a form acted once", database.form_tokens_led_somewhere),
    Invariant(
        86,
        "orders done together say what was booked",
        together.orders_done_together_say_what_was_booked,
    ),
    Invariant(58, "every advance can be used", payments.every_advance_can_be_used),
    Invariant(59, "days lie within reason", days.days_are_believable),
    Invariant(60, "background work is held for a lease and no longer", unattended.work_is_held_for_a_lease),
    Invariant(61, "a running clock belongs to a task in progress", clocks.running_clocks_belong_to_work),
    Invariant(62, "finalized pay was worked, and its lock turns step by step", pay.finalized_pay_was_worked),
    Invariant(76, "the ages of a debt come to the ledger", statements.ages_come_to_the_ledger),
    Invariant(77, "documents say when to pay", statements.documents_say_when_to_pay),
    Invariant(
        63,
        "amounts have the places of their currency",
        currencies.amounts_have_the_places_of_their_currency,
    ),
    Invariant(72, "no service includes itself", bundles.no_service_includes_itself),
    Invariant(73, "parts are those of their lines", bundles.parts_are_those_of_their_lines),
    Invariant(74, "parts share what their line pays", bundles.parts_share_what_their_line_pays),
    Invariant(70, "a lot below zero was overridden by a person", work.lots_are_negative_only_when_overridden),
    Invariant(71, "lots that movements name are known", work.named_lots_are_known),
    Invariant(80, "counts are booked as they were counted", work.counts_are_booked_as_they_were_counted),
    Invariant(64, "released documents say what they said", documents.revisions_are_as_released),
    Invariant(65, "what stands in a document was typed and measured", documents.values_are_sound),
    Invariant(66, "bank statements add up", bank.statements_add_up),
    Invariant(67, "a line of a bank statement is one payment at most", bank.lines_are_taken_once),
    Invariant(
        68, "prices are what the catalogue or a price list made them", price_lists.prices_are_what_made_them
    ),
    Invariant(84, "open debts are what the books say", payments.open_debts_are_what_the_books_say),
    Invariant(
        85, "whoever was merged leads to whom, and nothing leads to him", merges.merges_lead_where_they_say
    ),
    Invariant(87, "kept sums are what the books say", sums.kept_sums_are_what_the_books_say),
    Invariant(83, "teeth obey their rules and say what their lines say", teeth.teeth_obey_their_rules),
)


def findings() -> Iterator[tuple[Invariant, Finding]]:
    """What each check found, all of them about one moment of the database."""
    with one_snapshot():
        for rule in INVARIANTS:
            yield rule, rule.check()


def violations() -> dict[int, list[str]]:
    """Number -> what is wrong, of every invariant that does not hold. Empty where all is well."""
    return {rule.number: found.wrong for rule, found in findings() if found.wrong}

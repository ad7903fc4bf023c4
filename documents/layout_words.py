"""What is said of layouts: the words that papers say by themselves, and what is wrong with a layout."""

from django.utils.translation import gettext as _

from documents.layout.faults import MOST_PLACEHOLDERS, Fault, Wrong
from documents.layout.reading import LONGEST_LAYOUT, MOST_COLUMNS
from documents.layout.shapes import Words


def paper_words() -> Words:
    return Words(
        result=_("Result"),
        flag=_("Flag"),
        unit=_("Unit"),
        range=_("Reference"),
        previous=_("Before"),
        for_laboratory=_("For the laboratory"),
        for_recipient=_("For the recipient"),
        no_picture=_("This picture cannot be shown."),
    )


def sentence_of(fault: Fault) -> str:
    """The fault, with its line and what to do."""
    named = {"line": fault.line, "name": written(fault.name), "near": written(fault.near)}
    if fault.wrong is Wrong.TOO_LONG:
        return _("The layout is too long: at most %(most)s signs.") % {"most": f"{LONGEST_LAYOUT:,}"}
    if fault.wrong is Wrong.TOO_MANY:
        sentence = _("Line %(line)s: there are more than %(most)s placeholders. Take some out.")
        return sentence % {"line": fault.line, "most": MOST_PLACEHOLDERS}
    if fault.wrong is Wrong.TOO_WIDE:
        sentence = _("Line %(line)s: a table has at most %(most)s columns.")
        return sentence % {"line": fault.line, "most": MOST_COLUMNS}
    if fault.wrong is Wrong.TORN:
        return (
            _("Line %(line)s: “{{” begins a placeholder that nothing ends. Write }} behind its name.") % named
        )
    if fault.wrong is Wrong.NOT_ALONE:
        return _("Line %(line)s: %(name)s is more than a word. Give it a line of its own.") % named
    if fault.near:
        return _("Line %(line)s: there is no placeholder %(name)s. Did you mean %(near)s?") % named
    return (
        _("Line %(line)s: there is no placeholder %(name)s. Take one from the list beside the layout.")
        % named
    )


def written(name: str) -> str:
    """A placeholder as it stands in a layout; a very long one cut."""
    return "{{" + (name if len(name) <= 60 else f"{name[:60]}…") + "}}"

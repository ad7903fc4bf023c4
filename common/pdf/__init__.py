"""PDF: the one way from a template to a paper. Nothing outside this package imports WeasyPrint."""

from common.pdf.engine import PaperFailed, render_pdf
from common.pdf.letters import letters_for

__all__ = ["PaperFailed", "letters_for", "render_pdf"]

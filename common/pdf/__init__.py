"""PDF: the one way from a template to a paper. Nothing outside this package imports WeasyPrint."""

from common.pdf.engine import PaperFailed, render_pdf

__all__ = ["PaperFailed", "render_pdf"]

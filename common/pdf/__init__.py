"""PDF: the one way from a template to a paper. Nothing outside this package imports WeasyPrint."""

from common.pdf.engine import PaperFailed, render_pdf
from common.pdf.response import pdf_response

__all__ = ["PaperFailed", "pdf_response", "render_pdf"]

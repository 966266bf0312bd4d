"""The audit: a paper's printed tables, and what they really say."""

from resilmeter.audit.finding import VERDICTS, Finding, Verdict
from resilmeter.audit.keys import PaperKeys
from resilmeter.audit.paper import Paper
from resilmeter.audit.read import read_paper
from resilmeter.audit.verb import audit
from resilmeter.audit.write import write_audit

__all__ = [
    "VERDICTS",
    "Finding",
    "Paper",
    "PaperKeys",
    "Verdict",
    "audit",
    "read_paper",
    "write_audit",
]

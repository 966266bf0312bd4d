"""The audit: a paper's printed tables, and what they really say."""

from resilmeter.auditing.finding import VERDICTS, Finding, Verdict
from resilmeter.auditing.keys import PaperKeys
from resilmeter.auditing.paper import Paper
from resilmeter.auditing.read import read_paper
from resilmeter.auditing.verb import audit
from resilmeter.auditing.write import write_audit

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

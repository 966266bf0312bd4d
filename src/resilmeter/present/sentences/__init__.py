"""Sentences chosen by what was computed, with its numbers."""

from resilmeter.present.sentences.headlines import headlines, method_sentences

__all__ = ["headlines", "method_sentences"]

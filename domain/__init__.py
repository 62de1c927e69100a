"""Vocabulary and rules of the law and the standards: pure, sourced, with today passed in."""

"""Answers from any survey tool: a file in, protected tables out. Never knows a person."""

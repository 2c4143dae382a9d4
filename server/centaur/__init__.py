"""Centaur: a copilot in which the human decides and every decision becomes evidence."""

__version__ = "0.1.0"

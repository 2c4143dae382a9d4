"""Code that goes on in one way only: three functions show how the fourth one ends."""

BEFORE = """\
import json


def read_settings(path):
    with open(path) as file:
        return json.load(file)


def read_events(path):
    with open(path) as file:
        return json.load(file)


def read_prompts(path):
    with open(path) as file:
        return json.load(file)


def read_figures(path):
    with open(path) as file:
        $0
"""
TYPED = "ret"
REST = "urn json.load(file)"
AFTER = BEFORE.replace("$0", TYPED + REST)

"""The rule cases that the server and the phone share, as parameters of a test."""

import json
from pathlib import Path

import pytest


def read_cases(name: str):
    """Give each case of `name`.json as one parameter, called by its own name."""
    cases = json.loads(Path(__file__).with_name(f"{name}.json").read_text("utf-8"))["cases"]
    return [pytest.param(case, id=case["name"]) for case in cases]

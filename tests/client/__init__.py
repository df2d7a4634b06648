"""Tests of one package, so that one browser serves them all (conftest.py)."""

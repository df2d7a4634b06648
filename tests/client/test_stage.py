"""The stage: who is shown how large, and the controls below."""

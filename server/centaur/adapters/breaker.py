"""Placeholder until the breaker lands."""


class Breaker:
    """Passes everything on."""

    problem = ""

    def __init__(self, model, clock):
        self._model = model
        self.generate, self.name, self.provider = model.generate, model.name, model.provider
        self.style, self.identity = model.style, model.identity

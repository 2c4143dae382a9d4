"""A model around another one: it is called and asked the same, and may refuse."""

from centaur.completion.ports import Model


class WrappedModel:
    """What a wrapper does not change of the model inside."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model's name at its provider."""
        return self._model.name

    @property
    def provider(self) -> str:
        """The preset, or the endpoint's host."""
        return self._model.provider

    @property
    def style(self) -> str:
        """How it is asked."""
        return self._model.style

    @property
    def takes_files(self) -> bool:
        """Whether pieces of other files reach it as files."""
        return self._model.takes_files

    @property
    def identity(self) -> str:
        """Everything that an answer depends on besides the prompt."""
        return self._model.identity

"""The least that pygls can do: a server that answers every request with a constant. The yardstick."""

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("bare", "1")
ANSWER = types.InlineCompletionList([types.InlineCompletionItem("constant")])


@server.feature(types.TEXT_DOCUMENT_INLINE_COMPLETION, types.InlineCompletionOptions())
def complete(_params: types.InlineCompletionParams) -> types.InlineCompletionList:
    """The constant."""
    return ANSWER


if __name__ == "__main__":
    server.start_io()

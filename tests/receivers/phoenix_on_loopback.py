"""Phoenix as it comes, but for its gRPC port, which it would open on all interfaces whatever it is told."""

import grpc.aio._server  # type: ignore[import-untyped]  # it is in Phoenix's own environment

_add = grpc.aio._server.Server.add_insecure_port  # noqa: SLF001 - there is no setting


def _on_loopback(server: object, address: str) -> object:
    return _add(server, address.replace("[::]", "127.0.0.1"))


if __name__ == "__main__":
    from phoenix.server.main import main  # type: ignore[import-not-found]  # as above

    grpc.aio._server.Server.add_insecure_port = _on_loopback  # noqa: SLF001 - as above
    main()

"""Critical Minerals Atlas: `make run`, `python dashboard.py` or `streamlit run dashboard.py` opens it."""

import gc
import os
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread

import streamlit as st

from pages.parts import layers, screen


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """Load what is heavy before the first reader comes, then keep it out of every garbage collection."""

    from data.ask import offer
    from data.store import StoreError

    try:
        offer()
    except StoreError as error:
        print(error)
    gc.collect()
    gc.freeze()
    Thread(target=ahead, daemon=True).start()
    yield


def ahead() -> None:
    """Find the usual ways, and load what pictures are drawn with, while the first reader looks at the first page."""
    from data.network import network
    from data.store import StoreError
    from pages.parts.sheet import drawing

    with suppress(StoreError):
        network().ways()
    with drawing():
        pass


app = st.App("pages/parts/frame.py", routes=[*layers.ROUTES, *screen.ROUTES], lifespan=warm)


def serve(port: int) -> None:
    """Serve on this machine, answers sent without waiting for an acknowledgement (TCP_NODELAY)."""
    import uvicorn

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((os.environ.get("ATLAS_HOST", "127.0.0.1"), port))
    except OSError as error:
        sys.exit(f"Port {port} cannot be used ({error.strerror}). Choose another: ATLAS_PORT=8502 make run")
    address = f"http://{listener.getsockname()[0]}:{listener.getsockname()[1]}"
    print(f"Critical Minerals Atlas: {address}", flush=True)
    if os.environ.get("DISPLAY") or sys.platform in ("darwin", "win32"):
        webbrowser.open(address)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


if __name__ == "__main__":
    serve(int(os.environ.get("ATLAS_PORT", "8501")))

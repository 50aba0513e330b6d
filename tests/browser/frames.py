"""What goes over a page's websockets."""

from __future__ import annotations

from playwright.sync_api import Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Frames:
    """Every frame that a page sends and receives, as bytes."""

    def __init__(self, page: Page) -> None:
        self.sent: list[bytes] = []
        self.received: list[bytes] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self.sent.append(_bytes(frame)))
        socket.on("framereceived", lambda frame: self.received.append(_bytes(frame)))

    def holding(self, *canaries: str) -> list[str]:
        """The canaries that this page was told or told."""
        all_of_it = b"\n".join([*self.sent, *self.received])
        return [each for each in canaries if each.encode() in all_of_it]

    def sessions(self) -> list[str]:
        """Streamlit's names for this page's sessions, as the first message of each says."""
        read = (ForwardMsg.FromString(frame) for frame in self.received)
        announced = [each.new_session for each in read if each.WhichOneof("type") == "new_session"]
        assert announced, "no session was announced"
        return list(dict.fromkeys(each.initialize.session_id for each in announced))


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame

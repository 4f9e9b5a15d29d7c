"""What the web channel hands to the pipeline with a message."""

from __future__ import annotations

from typing import Any


class Handover(dict[str, Any]):
    """Metadata that this process made: `urgency`, `check`, and the `button` that was pressed.

    Other channels of Rasa take metadata from the client, which then is a plain dict, whatever keys it has; so the
    type, which no client can send, tells the two apart.
    """


def handed(metadata: object) -> Handover | None:
    """The handover, or None where the metadata is not this process's own."""
    return metadata if isinstance(metadata, Handover) else None

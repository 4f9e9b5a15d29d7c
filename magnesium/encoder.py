"""Sentences to vectors: one encoder, loaded once, shared by the topic reader, triage and the choice of answers."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

DIMENSIONS = 384
MAX_TOKENS = 256
_REMEMBERED = 2048
_TOGETHER = 16

Vectors = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class _Heard:
    vector: Vectors
    danger: Vectors | None


class Encoder:
    """The exported encoder in `folder` (see encoder_export.py). Safe to share between threads.

    `made_from` is a hash of the weights, the adapter and the code that it was made from. `hears_danger` tells whether
    it was made with an adapter, and so has a head for `danger`.

    >>> encoder = Encoder(Path("models/encoder"))
    >>> encoder.encode(["how long until I feel better?"]).shape
    (1, 384)
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime as ort
        from tokenizers import Tokenizer

        self.made_from = str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["made_from"])
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self.hears_danger = "danger" in {o.name for o in self._session.get_outputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._remembered: OrderedDict[str, _Heard] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), 384), float32. What passes 256 tokens is cut; case does not matter.

        A text met a moment ago is not encoded again: the channel, the pipeline and the actions of one turn share
        the work by asking for the same strings.
        """
        return np.stack([h.vector for h in self._hear(texts)]) if texts else np.zeros((0, DIMENSIONS), np.float32)

    def danger(self, texts: Sequence[str]) -> Vectors:
        """Probabilities of none, urgent, emergency and crisis, shape (len(texts), 4). Needs `hears_danger`."""
        return np.stack([h.danger for h in self._hear(texts) if h.danger is not None])

    def similarity(self, text: str, others: Sequence[str]) -> Sequence[float]:
        """Cosine similarity of `text` to each of `others`, in [-1, 1]."""
        if not others:
            return ()
        return [float(s) for s in self.encode(others) @ self.encode([text])[0]]

    def vocabulary(self) -> list[str]:
        """Whole words that the encoder knows, the more common ones first."""
        words = sorted(self._tokenizer.get_vocab().items(), key=lambda item: item[1])
        return [w for w, _ in words if w.isalpha() and w.isascii()]

    def _hear(self, texts: Sequence[str]) -> list[_Heard]:
        texts = [t.lower() for t in texts]
        with self._lock:
            known = {t: self._remembered[t] for t in texts if t in self._remembered}
        new = list(dict.fromkeys(t for t in texts if t not in known))
        known |= zip(new, self._run(new), strict=True)
        with self._lock:
            for text in new:
                self._remembered[text] = known[text]
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return [known[t] for t in texts]

    def _run(self, texts: list[str]) -> list[_Heard]:
        """Encode in batches of similar length, so that a short clause does not pay for a long neighbour."""
        encodings = [e.ids for e in self._tokenizer.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i]))
        heard: dict[int, _Heard] = {}
        for start in range(0, len(order), _TOGETHER):
            rows = order[start : start + _TOGETHER]
            width = max(len(encodings[i]) for i in rows)
            ids = np.zeros((len(rows), width), np.int64)
            mask = np.zeros((len(rows), width), np.int64)
            for row, i in enumerate(rows):
                ids[row, : len(encodings[i])] = encodings[i]
                mask[row, : len(encodings[i])] = 1
            vectors, *danger = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
            for row, i in enumerate(rows):
                heard[i] = _Heard(vectors[row], danger[0][row] if danger else None)
        return [heard[i] for i in range(len(texts))]

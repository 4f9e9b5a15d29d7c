"""Rivals trained on the same examples in the same run: TF-IDF with a linear head, the frozen encoder, stock Rasa DIET.

Stock DIET needs about an hour for these examples on two cores; `BASELINE_EPOCHS` shortens it, and the report says so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from evaluation import heldout
from evaluation.heldout import ROOT, TopicMessage
from evaluation.report import REPORTS, table
from evaluation.statistics import share
from magnesium import encoder_export
from magnesium.encoder import Encoder
from magnesium.examples import topic_examples
from magnesium.topics import INTENTS

Reader = Callable[[Sequence[str]], list[str]]
"""Messages -> topic ids."""

STOCK = """recipe: default.v1
assistant_id: stock
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: {epochs}
    constrain_similarities: true
policies: []
"""


def compare(half: heldout.Half = "test") -> None:
    """Write reports/baselines.md."""
    rows: list[tuple[str, object]] = []
    questions, beyond = heldout.questions(half), heldout.out_of_scope(half)
    for name, train in (("TF-IDF + linear", tf_idf), ("frozen encoder + linear", frozen), ("stock Rasa DIET", diet)):
        print(f"training {name} ...", flush=True)
        read = train()
        rows += [
            (f"{name}: acceptable topic first", _right(read, questions)),
            (f"{name}: out of scope recognised by class", _right(read, beyond)),
        ]
    REPORTS.mkdir(exist_ok=True)
    text = f"# Rivals on the same examples, {half} half\n\n" + table(rows, ("rival", "result"))
    (REPORTS / "baselines.md").write_text(text, encoding="utf-8")


def _right(read: Reader, messages: list[TopicMessage]) -> object:
    return share([t in m.acceptable for t, m in zip(read([m.text for m in messages]), messages, strict=True)])


def tf_idf() -> Reader:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    pipeline = make_pipeline(
        make_union(words, letters), LogisticRegression(C=30, max_iter=400, class_weight="balanced")
    )
    examples = topic_examples(ROOT / "data/nlu")
    pipeline.fit([e.text for e in examples], [e.intents[0] for e in examples])
    return lambda texts: [INTENTS[i] for i in pipeline.predict(list(texts))]


def frozen() -> Reader:
    from sklearn.linear_model import LogisticRegression

    folder = Path(tempfile.mkdtemp())
    encoder_export.export(folder, None)
    encoder = Encoder(folder, threads=2)
    examples = topic_examples(ROOT / "data/nlu")
    head = LogisticRegression(C=8.0, max_iter=400, class_weight="balanced")
    head.fit(encoder.encode([e.text for e in examples]), [e.intents[0] for e in examples])
    return lambda texts: [INTENTS[i] for i in head.predict(encoder.encode(list(texts)))]


def diet() -> Reader:
    folder = Path(tempfile.mkdtemp())
    (folder / "config.yml").write_text(STOCK.format(epochs=int(os.environ.get("BASELINE_EPOCHS", "100"))))
    rasa = str(Path(sys.executable).parent / "rasa")
    command = [rasa, "train", "nlu", "--config", str(folder / "config.yml"), "--nlu", str(ROOT / "data/nlu")]
    command += ["--fixed-model-name", "stock", "--out", str(folder)]
    subprocess.run(command, check=True, cwd=folder, env=os.environ | {"RASA_TELEMETRY_ENABLED": "false"})

    def read(texts: Sequence[str]) -> list[str]:
        import asyncio

        from rasa.core.agent import Agent

        agent = Agent.load(str(folder / "stock.tar.gz"))
        names = [asyncio.run(agent.parse_message(t))["intent"]["name"] for t in texts]
        return [INTENTS.get(str(name), "out_of_scope") for name in names]

    return read

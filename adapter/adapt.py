"""Train the adapter: low-rank deltas and the danger head, for topics and urgency together.

    uv pip install torch && python -m adapter.adapt        (CPU; fixed seed; see docs/model-card.md)

Writes adapter/adapter.safetensors. Users never run this: the file is in the repository and merged at set-up.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel

from adapter.bert import HIDDEN, DangerHead, MiniLM
from adapter.examples import varied
from magnesium.encoder_export import TOKENIZER_SHA256, WEIGHTS_SHA256, published
from magnesium.examples import Example, danger_examples, topic_examples, two_question_examples
from magnesium.urgency import LEVELS, Urgency

ROOT = Path(__file__).resolve().parent.parent
RANK, SCALE, QUERIES, WIDTH, TEMPERATURE = 16, 2.0, 4, 64, 20.0
LEVEL_WEIGHT = (1.0, 1.5, 2.0, 2.5)
"""A missed danger costs more than a false alarm."""
MAX_TOKENS, BATCH = 160, 32
WARM_UP = 0.1
"""Share of the steps in which the rate rises; after them it stays, so that the averaged points lie apart."""
AVERAGED_EVERY = 10
"""Steps of the last epoch between two points of the average (Izmailov et al. 2018, arXiv:1803.05407)."""


def batches(
    examples: list[Example], tokenizer: Tokenizer, size: int, rng: random.Random
) -> list[tuple[list[Example], Tensor, Tensor]]:
    """Batches of similar length, in random order."""
    encoded = [
        (e, enc.ids) for e, enc in zip(examples, tokenizer.encode_batch([e.text for e in examples]), strict=True)
    ]
    rng.shuffle(encoded)
    encoded.sort(key=lambda pair: len(pair[1]) + rng.random() * 6)
    out = []
    for start in range(0, len(encoded), size):
        part = encoded[start : start + size]
        width = max(len(ids) for _, ids in part)
        ids = torch.zeros(len(part), width, dtype=torch.long)
        mask = torch.zeros(len(part), width, dtype=torch.long)
        for row, (_, found) in enumerate(part):
            ids[row, : len(found)] = torch.tensor(found)
            mask[row, : len(found)] = 1
        out.append(([e for e, _ in part], ids, mask))
    rng.shuffle(out)
    return out


class Readers(nn.Module):
    """The encoder and the two heads that are trained on it."""

    def __init__(self, intents: list[str]) -> None:
        super().__init__()
        self.intents = intents
        self.encoder = MiniLM(published("model.safetensors", WEIGHTS_SHA256), RANK, SCALE)
        self.topic = nn.Linear(HIDDEN, len(intents))
        self.danger = DangerHead(QUERIES, WIDTH, len(LEVELS))
        self.level_weight = torch.tensor(LEVEL_WEIGHT)

    @torch.no_grad()
    def start_at(self, files: list[Path]) -> None:
        """Take over the deltas and the danger head of an earlier adapter, or the mean of several."""
        earlier = [load_file(file) for file in files]
        kept = {name: torch.stack([e[name].float() for e in earlier]).mean(0) for name in earlier[0]}
        self.encoder.start_at(kept)
        self.danger.start_at(kept)

    @torch.no_grad()
    def aim_topics(self, topics: list[Example], tokenizer: Tokenizer) -> None:
        """Start the topic head, which no adapter keeps, at the intents' mean vectors."""
        of_intent = torch.zeros(len(self.intents), HIDDEN)
        for examples, ids, mask in batches(topics, tokenizer, 64, random.Random(0)):
            for example, vector in zip(examples, self.encoder(ids, mask)[1], strict=True):
                for intent in example.intents:
                    of_intent[self.intents.index(intent)] += vector
        self.topic.weight.copy_(F.normalize(of_intent, dim=-1))
        self.topic.bias.zero_()

    def loss(self, examples: list[Example], ids: Tensor, mask: Tensor) -> Tensor:
        """Of both heads: every message has a level, only those of data/nlu and data/two_questions have topics."""
        with torch.autocast("cpu", torch.bfloat16):
            tokens, vectors = self.encoder(ids, mask)
        tokens, vectors = tokens.float(), vectors.float()
        levels = torch.tensor([LEVELS.index(e.level) for e in examples])
        scores = self.danger(tokens, mask, vectors)
        loss = 1.5 * F.cross_entropy(scores, levels, weight=self.level_weight, label_smoothing=0.02)
        rows = [i for i, e in enumerate(examples) if e.intents]
        if rows:
            wanted = torch.zeros(len(rows), len(self.intents))
            for row, i in enumerate(rows):
                for intent in examples[i].intents:
                    wanted[row, self.intents.index(intent)] = 1 / len(examples[i].intents)
            said = TEMPERATURE * self.topic(vectors[rows])
            loss = loss + F.cross_entropy(said, wanted, label_smoothing=0.05)
        return loss

    def kept(self) -> dict[str, Tensor]:
        """What an adapter file holds."""
        return self.encoder.delta() | {"scale": torch.tensor([SCALE])} | self.danger.parts()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--epochs", type=int, default=4, help="0 with --start: only take the mean")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--rate", type=float, default=1e-3)
    options.add_argument("--start", type=Path, nargs="+", help="adapter to go on from, or several: their mean")
    options.add_argument("--out", type=Path, default=ROOT / "adapter/adapter.safetensors")
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    if not chosen.epochs and not chosen.start:
        options.error("--epochs 0 trains nothing: name the adapters whose mean is wanted with --start")
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    rng = random.Random(chosen.seed)

    topics = topic_examples(ROOT / "data/nlu") + two_question_examples(ROOT / "data/two_questions")
    dangers = danger_examples(ROOT / "data/safety")
    negatives = [e for e in dangers if e.level is Urgency.NONE]
    tokenizer = Tokenizer.from_file(str(published("tokenizer.json", TOKENIZER_SHA256)))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    readers = Readers(sorted({intent for e in topics for intent in e.intents}))
    if chosen.start:
        readers.start_at(chosen.start)
        if chosen.epochs:
            readers.aim_topics(topics, tokenizer)
    weights = [p for p in readers.encoder.parameters() if p.requires_grad]
    heads = [*readers.topic.parameters(), *readers.danger.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": weights, "lr": chosen.rate}, {"params": heads, "lr": 3 * chosen.rate}], weight_decay=0.01
    )
    steps = chosen.epochs * ((len(topics) + len(dangers)) // BATCH + 1)
    rising = max(1.0, WARM_UP * steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / rising))
    averaged = AveragedModel(readers)
    print(f"{len(topics)} questions, {len(dangers)} safety messages, {steps} steps", flush=True)
    for epoch in range(1, chosen.epochs + 1):
        readers.train()
        begun, total, done = time.time(), 0.0, 0
        shown = [varied(e, topics, negatives, rng) for e in topics + dangers]
        for examples, ids, mask in batches(shown, tokenizer, BATCH, rng):
            loss = readers.loss(examples, ids, mask)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(weights + heads, 1.0)
            optimizer.step()
            schedule.step()
            total, done = total + float(loss.detach()), done + 1
            if epoch == chosen.epochs and done % AVERAGED_EVERY == 0:
                averaged.update_parameters(readers)
            if done % 50 == 0:
                print(f"  {done} batches, {time.time() - begun:.0f} s", flush=True)
        print(f"epoch {epoch}/{chosen.epochs}: loss {total / done:.3f}, {time.time() - begun:.0f} s", flush=True)

    save_file(averaged.module.kept(), chosen.out)
    print(f"wrote {chosen.out.name}: {chosen.out.stat().st_size / 1e6:.2f} MB", flush=True)


if __name__ == "__main__":
    main()

"""MiniLM in torch, with low-rank deltas on its linear layers. Used only to make the adapter; never at run time."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from magnesium.encoder_export import EPS, HEADS, HIDDEN, LAYERS


class LowRank(nn.Module):
    """A frozen linear layer plus scale * B @ A, with A small and B zero: training starts at the published model."""

    def __init__(self, weight: Tensor, bias: Tensor, rank: int, scale: float) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight, False), nn.Parameter(bias, False)
        self.a = nn.Parameter(torch.randn(rank, weight.shape[1]) / math.sqrt(weight.shape[1]))
        self.b = nn.Parameter(torch.zeros(weight.shape[0], rank))
        self.scale = scale

    def forward(self, x: Tensor) -> Tensor:
        low = x @ self.a.T @ self.b.T
        return F.linear(x, self.weight, self.bias) + self.scale * low


class DangerHead(nn.Module):
    """Scores of the four levels, from the sentence vector and from the tokens that learned queries look at.

    In a long story the danger stands in a few words; a mean over all tokens drowns them.
    """

    def __init__(self, queries: int, width: int, levels: int) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(HIDDEN, queries) / math.sqrt(HIDDEN))
        self.first = nn.Linear(HIDDEN * (queries + 1), width)
        self.last = nn.Linear(width, levels)

    def forward(self, tokens: Tensor, mask: Tensor, sentence: Tensor) -> Tensor:
        looked = (tokens @ self.queries).masked_fill(~mask[:, :, None].bool(), -1e9).softmax(dim=1)
        seen = (looked.transpose(1, 2) @ tokens).flatten(1)
        both = torch.cat([sentence * math.sqrt(HIDDEN), seen], dim=1)
        return self.last(F.dropout(F.relu(self.first(both)), 0.1, self.training))

    def start_at(self, kept: dict[str, Tensor]) -> None:
        """Take over the matrices that `parts` wrote."""
        self.queries.copy_(kept["danger.queries"])
        self.first.weight.copy_(kept["danger.w1"].T)
        self.first.bias.copy_(kept["danger.b1"])
        self.last.weight.copy_(kept["danger.w2"].T)
        self.last.bias.copy_(kept["danger.b2"])

    def parts(self) -> dict[str, Tensor]:
        """Its matrices in half precision, oriented for x @ w."""
        found = {
            "queries": self.queries,
            "w1": self.first.weight.T,
            "b1": self.first.bias,
            "w2": self.last.weight.T,
            "b2": self.last.bias,
        }
        return {f"danger.{name}": t.detach().half().contiguous() for name, t in found.items()}


class MiniLM(nn.Module):
    """Token ids and mask -> tokens and unit sentence vectors, as magnesium/encoder_export.py builds them in ONNX."""

    def __init__(self, weights: Path, rank: int, scale: float) -> None:
        super().__init__()
        self._w = w = load_file(weights)
        self.linear = nn.ModuleDict()
        for name in w:
            if name.endswith(".weight") and w[name].dim() == 2 and name.startswith("encoder.layer."):
                base = name.removesuffix(".weight")
                layer = LowRank(w[name], w[f"{base}.bias"], rank, scale)
                self.linear[base.replace(".", "/")] = layer
        self.words = nn.Parameter(w["embeddings.word_embeddings.weight"], False)
        self.places = nn.Parameter(w["embeddings.position_embeddings.weight"], False)
        self.kind = nn.Parameter(w["embeddings.token_type_embeddings.weight"][0], False)

    def _norm(self, x: Tensor, name: str) -> Tensor:
        return F.layer_norm(x, (HIDDEN,), self._w[f"{name}.weight"], self._w[f"{name}.bias"], EPS)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        n, t = ids.shape
        x = self._norm(self.words[ids] + self.places[:t] + self.kind, "embeddings.LayerNorm")
        allowed = mask[:, None, None, :].bool()
        for layer in range(LAYERS):
            at = f"encoder/layer/{layer}"

            def heads(v: Tensor) -> Tensor:
                return v.view(n, t, HEADS, HIDDEN // HEADS).transpose(1, 2)

            q, k, v = (heads(self.linear[f"{at}/attention/self/{p}"](x)) for p in ("query", "key", "value"))
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=allowed).transpose(1, 2).reshape(n, t, HIDDEN)
            name = at.replace("/", ".")
            x = self._norm(x + self.linear[f"{at}/attention/output/dense"](mixed), f"{name}.attention.output.LayerNorm")
            h = F.gelu(self.linear[f"{at}/intermediate/dense"](x))
            x = self._norm(x + self.linear[f"{at}/output/dense"](h), f"{name}.output.LayerNorm")
        weight = mask[:, :, None].float()
        return x, F.normalize((x * weight).sum(1) / weight.sum(1), dim=-1)

    def start_at(self, kept: dict[str, Tensor]) -> None:
        """Take over the matrices that `delta` wrote."""
        for name, layer in self.linear.items():
            base = name.replace("/", ".")
            layer.a.copy_(kept[f"{base}.lora_a"])
            layer.b.copy_(kept[f"{base}.lora_b"])

    def delta(self) -> dict[str, Tensor]:
        """The low-rank matrices by the names of the published tensors, in half precision."""
        out = {}
        for name, layer in self.linear.items():
            base = name.replace("/", ".")
            out[f"{base}.lora_a"] = layer.a.detach().half().contiguous()
            out[f"{base}.lora_b"] = layer.b.detach().half().contiguous()
        return out

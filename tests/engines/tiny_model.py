"""Writes a GGUF of 0.3 MB whose weights are noise: its words mean nothing, its tokens are real.

`python tiny_model.py PATH [SEED]`, run by the Python of the engine, which has gguf and numpy.
"""

import sys

import gguf  # type: ignore[import-not-found]  # the engine's own environment has it
import numpy as np  # type: ignore[import-not-found,unused-ignore]  # as above

EMBEDDING, FEED_FORWARD, HEADS, CONTEXT = 64, 128, 4, 2048
MARKS = ("<fim_prefix>", "<fim_suffix>", "<fim_middle>")
BYTE, CONTROL, UNKNOWN = 6, 3, 2  # the types of tokens in llama.cpp's vocabulary


def write(path: str, seed: int) -> None:
    """A llama of one block over 256 byte tokens and three fill-in-the-middle tokens."""
    writer = gguf.GGUFWriter(path, "llama")
    names = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *MARKS]
    types = [UNKNOWN, CONTROL, CONTROL, *[BYTE] * 256, *[CONTROL] * len(MARKS)]
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(EMBEDDING)
    writer.add_block_count(1)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(EMBEDDING // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(names))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(names)
    writer.add_token_scores([0.0] * len(names))
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    for key, mark in (("pre", 0), ("suf", 1), ("mid", 2)):
        writer.add_uint32(f"tokenizer.ggml.fim_{key}_token_id", 259 + mark)
    _add_weights(writer, len(names), np.random.default_rng(seed))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_weights(writer: gguf.GGUFWriter, words: int, noise: np.random.Generator) -> None:
    square, wide = (EMBEDDING, EMBEDDING), (FEED_FORWARD, EMBEDDING)
    shapes = {f"blk.0.attn_{part}.weight": square for part in ("q", "k", "v", "output")}
    shapes |= {"token_embd.weight": (words, EMBEDDING), "output.weight": (words, EMBEDDING)}
    shapes |= {"blk.0.ffn_gate.weight": wide, "blk.0.ffn_up.weight": wide}
    shapes |= {"blk.0.ffn_down.weight": (EMBEDDING, FEED_FORWARD)}
    for name, shape in shapes.items():
        writer.add_tensor(name, noise.normal(0, 0.5, shape).astype(np.float32))
    for name in ("blk.0.attn_norm.weight", "blk.0.ffn_norm.weight", "output_norm.weight"):
        writer.add_tensor(name, np.ones(EMBEDDING, dtype=np.float32))


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)

"""The log's tree against published figures, an independent library and the RFC's definitions."""

import hashlib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, InvalidProof, verify_consistency

from survey_api.credentials import merkle

# the reference tree of Certificate Transparency, as in the tests of its own implementations
ENTRIES = (
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
)
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
SECOND = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
THIRD_FOURTH = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
FIFTH = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
FIFTH_SIXTH = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
LAST_TWO = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
LAST_FOUR = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
FIRST_FOUR = ROOTS[3]
LEAVES = [merkle.leaf_hash(one) for one in ENTRIES]
PROOFS = st.integers(1, 90)


def hexes(hashes: Sequence[bytes]) -> list[str]:
    return [one.hex() for one in hashes]


def test_every_root_of_the_growing_reference_tree_is_the_published_one() -> None:
    assert [merkle.root(LEAVES[:size]).hex() for size in range(1, 9)] == list(ROOTS)


@pytest.mark.parametrize(
    ("old", "new", "published"),
    [
        (1, 1, []),
        (1, 8, [SECOND, THIRD_FOURTH, LAST_FOUR]),
        (6, 8, [FIFTH_SIXTH, LAST_TWO, FIRST_FOUR]),
        (2, 5, [THIRD_FOURTH, FIFTH]),
    ],
)
def test_published_consistency_proofs_come_out(old: int, new: int, published: list[str]) -> None:
    assert hexes(merkle.consistency_proof(LEAVES[:new], old)) == published
    roots = [bytes.fromhex(ROOTS[size - 1]) for size in (old, new)]
    proof = [bytes.fromhex(one) for one in published]
    assert merkle.verify_consistency(old, new, roots[0], roots[1], proof)


@pytest.mark.parametrize(
    ("index", "size", "published"),
    [
        (0, 1, []),
        (0, 8, [SECOND, THIRD_FOURTH, LAST_FOUR]),
        (5, 8, [FIFTH, LAST_TWO, FIRST_FOUR]),
        (2, 3, [ROOTS[1]]),
        (1, 5, [ROOTS[0], THIRD_FOURTH, FIFTH]),
    ],
)
def test_published_inclusion_proofs_come_out(index: int, size: int, published: list[str]) -> None:
    assert hexes(merkle.inclusion_proof(LEAVES[:size], index)) == published
    proof = [bytes.fromhex(one) for one in published]
    root = bytes.fromhex(ROOTS[size - 1])
    assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root)


def entries(size: int) -> list[bytes]:
    return [str(at).encode() for at in range(size)]


@settings(deadline=None, max_examples=60)
@given(PROOFS, st.data())
def test_an_independent_library_agrees_on_roots_and_proofs(size: int, data: Any) -> None:
    theirs = InmemoryTree.init_from_entries(entries(size), algorithm="sha256")
    ours = [merkle.leaf_hash(one) for one in entries(size)]
    root = merkle.root(ours)
    assert theirs.get_root() == root
    at = data.draw(st.integers(1, size))
    own, *path = theirs.prove_inclusion(at).path
    assert (own, path) == (ours[at - 1], merkle.inclusion_proof(ours, at - 1))
    then, proof = merkle.root(ours[:at]), merkle.consistency_proof(ours, at)
    verify_consistency(then, root, theirs.prove_consistency(at), at, size)
    assert merkle.verify_consistency(at, size, theirs.get_root(at), theirs.get_root(), proof)
    changed = merkle.root([*ours[: at - 1], merkle.leaf_hash(b"changed")])
    with pytest.raises(InvalidProof):
        verify_consistency(changed, root, theirs.prove_consistency(at), at, size)
    assert not merkle.verify_consistency(at, size, changed, root, proof)


def mth(inputs: Sequence[bytes]) -> bytes:
    """RFC 9162 §2.1.1, word for word."""
    n = len(inputs)
    if n == 0:
        return hashlib.sha256(b"").digest()
    if n == 1:
        return hashlib.sha256(b"\x00" + inputs[0]).digest()
    k = largest_below(n)
    return hashlib.sha256(b"\x01" + mth(inputs[:k]) + mth(inputs[k:])).digest()


def subproof(m: int, inputs: Sequence[bytes], b: bool) -> list[bytes]:
    """RFC 9162 §2.1.4.1, word for word."""
    n = len(inputs)
    if m == n:
        return [] if b else [mth(inputs)]
    k = largest_below(n)
    if m <= k:
        return [*subproof(m, inputs[:k], b), mth(inputs[k:])]
    return [*subproof(m - k, inputs[k:], False), mth(inputs[:k])]


def largest_below(n: int) -> int:
    """The largest power of two smaller than n."""
    return max(1 << bit for bit in range(n.bit_length()) if 1 << bit < n)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=9), max_size=70), st.data())
def test_roots_and_proofs_are_those_of_the_recursive_definitions(
    inputs: list[bytes], data: Any
) -> None:
    leaves = [merkle.leaf_hash(one) for one in inputs]
    assert merkle.root(leaves) == mth(inputs)
    if inputs:
        m = data.draw(st.integers(1, len(inputs)))
        assert merkle.consistency_proof(leaves, m) == subproof(m, inputs, True)

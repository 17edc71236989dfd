"""The log's tree against the reference tree of Certificate Transparency, and its properties."""

import hashlib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.credentials import envelope, merkle

REFERENCE_ENTRIES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
REFERENCE_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(i).encode()) for i in range(size)]


def test_the_root_of_the_reference_tree_is_the_published_one() -> None:
    hashes = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in REFERENCE_ENTRIES]
    assert merkle.root(hashes).hex() == REFERENCE_ROOT


def test_the_empty_log_has_the_hash_of_nothing() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()


def test_an_envelope_enters_the_log_as_a_leaf_hash() -> None:
    mh, bpk, sealed = bytes(32), bytes(range(32)), b"sealed"
    entry = hashlib.sha256(
        b"SAFETOSAY-LEAF-v1\0" + mh + bpk + hashlib.sha256(sealed).digest()
    ).digest()
    assert envelope.leaf(mh, bpk, sealed) == merkle.leaf_hash(entry)


@settings(deadline=None)
@given(st.integers(1, 70), st.data())
def test_every_leaf_is_shown_to_be_included(size: int, data: Any) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = leaves(size)
    proof, root = merkle.inclusion_proof(tree, index), merkle.root(tree)
    assert merkle.verify_inclusion(tree[index], index, size, proof, root)
    assert len(proof) <= (size - 1).bit_length()


@settings(deadline=None)
@given(st.integers(2, 40), st.data())
def test_no_other_leaf_place_size_or_path_is_accepted(size: int, data: Any) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = leaves(size)
    proof, root = merkle.inclusion_proof(tree, index), merkle.root(tree)
    leaf = tree[index]
    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index))
    assert not merkle.verify_inclusion(tree[other], index, size, proof, root)
    assert not merkle.verify_inclusion(leaf, other, size, proof, root)
    assert not merkle.verify_inclusion(leaf, index, size, proof[:-1], root)
    assert not merkle.verify_inclusion(leaf, index, size, [*proof, leaf], root)
    assert not merkle.verify_inclusion(leaf, size, size, proof, root)
    assert not merkle.verify_inclusion(leaf, index, size, proof, merkle.root(tree[:-1]))


@settings(deadline=None)
@given(st.integers(1, 70), st.data())
def test_a_log_that_only_grew_is_shown_to_be_consistent(size: int, data: Any) -> None:
    old = data.draw(st.integers(1, size))
    tree = leaves(size)
    old_root, root = merkle.root(tree[:old]), merkle.root(tree)
    proof = merkle.consistency_proof(tree, old)
    assert merkle.verify_consistency(old, size, old_root, root, proof)


@settings(deadline=None)
@given(st.integers(2, 40), st.data())
def test_a_log_whose_past_was_changed_is_found_out(size: int, data: Any) -> None:
    old = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, old - 1))
    tree = leaves(size)
    old_root = merkle.root(tree[:old])
    forged = [*tree[:changed], merkle.leaf_hash(b"forged"), *tree[changed + 1 :]]
    proof = merkle.consistency_proof(forged, old)
    assert not merkle.verify_consistency(old, size, old_root, merkle.root(forged), proof)
    honest = merkle.consistency_proof(tree, old)
    assert not merkle.verify_consistency(old, size, old_root, merkle.root(tree), honest[:-1])
    assert not merkle.verify_consistency(size, old, old_root, merkle.root(tree), honest)

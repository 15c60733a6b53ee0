"""The parts of the verifier by themselves: known signatures, the one file, the container against other tools."""

import ast
import hashlib
import io
import subprocess
import sys
import zipfile
import zlib
from collections import Counter
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.audit import rules
from huiyin.audit.verifier import bundle, container, curve, forms, marks, tree, words
from huiyin.audit.verifier.chain import COVERED
from huiyin.core import canonical

# RFC 8032, 7.1: TEST 1, 2, 3 and SHA(abc): public key, message, signature.
KNOWN = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]


@pytest.mark.parametrize("public, message, signature", KNOWN)
def test_the_signatures_of_the_standard_hold(public: str, message: str, signature: str) -> None:
    key, said, signed = (bytes.fromhex(one) for one in (public, message, signature))
    assert curve.signature_holds(key, said, signed)
    for place in (0, 31, 32, 63):
        changed = bytearray(signed)
        changed[place] ^= 1
        assert not curve.signature_holds(key, said, bytes(changed))
    assert not curve.signature_holds(key, said + b"x", signed)


def test_a_signature_has_one_form_only() -> None:
    key, said, signed = (bytes.fromhex(one) for one in KNOWN[1])
    half = int.from_bytes(signed[32:], "little") + curve.ORDER
    assert not curve.signature_holds(key, said, signed[:32] + half.to_bytes(32, "little"))
    assert not curve.signature_holds(key, said, signed + b"\x00")
    assert not curve.signature_holds((1).to_bytes(32, "little"), said, (1).to_bytes(32, "little") + bytes(32))
    assert not curve.signature_holds(b"\xff" * 32, said, signed)


@settings(max_examples=20)
@given(st.binary(max_size=200))
def test_it_agrees_with_the_library_that_signs(message: bytes) -> None:
    secret = Ed25519PrivateKey.generate()
    public = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    assert curve.signature_holds(public, message, secret.sign(message))


def test_the_key_of_a_checkpoint_is_compared_with_what_the_reader_brought_or_with_the_file_beside_it() -> None:
    secret = Ed25519PrivateKey.generate()
    public = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    record = {"number": 1}
    signed = secret.sign(marks.CHECKPOINT.encode() + b"\n" + canonical.dumps(record))
    signature = {
        "algorithm": "Ed25519", "key": public.hex(), "key_id": curve.key_id(public), "signature": signed.hex()
    }  # fmt: skip

    def said(keys: list[bytes], beside: bytes | None) -> tuple[str, str]:
        report = words.Report()
        marks.check_record({"record": record, "signature": signature}, keys, report, beside)
        return report.findings[-1]["level"], report.findings[-1]["en"]

    assert said([public], None) == ("ok", "The key is one of those you gave.")
    assert said([], public) == ("note", "The checkpoint is signed with the same key as the case file.")
    assert said([], bytes(32)) == ("bad", "The checkpoint is signed with another key than the case file.")
    assert said([bytes(32)], public)[0] == "bad"


def test_one_file_of_python_3_8_without_doubled_names() -> None:
    text = bundle.source()
    module = ast.parse(text, feature_version=(3, 8))
    names = Counter(node.name for node in module.body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    names.update(
        target.id
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    )
    assert [name for name, times in names.items() if times > 1] == []
    imported = {alias.name.split(".")[0] for n in ast.walk(module) if isinstance(n, ast.Import) for alias in n.names}
    imported |= {(n.module or "").split(".")[0] for n in ast.walk(module) if isinstance(n, ast.ImportFrom)}
    assert imported <= set(sys.stdlib_module_names)
    assert "import huiyin" not in text
    assert "from huiyin" not in text


def test_nothing_newer_than_python_3_8_is_called() -> None:
    newer = {"removeprefix", "removesuffix", "bit_count", "pairwise", "batched", "zoneinfo", "is_relative_to"}
    module = ast.parse(bundle.source())
    used = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    assert not used & newer
    assert not [node for node in ast.walk(module) if isinstance(node, ast.keyword) and node.arg == "strict"]


def test_the_one_file_says_what_it_is_and_refuses_what_is_no_case_file(tmp_path: Path) -> None:
    (tmp_path / "verify_huiyin.py").write_text(bundle.source(), encoding="utf-8")
    (tmp_path / "x").write_bytes(b"nothing of the kind")

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        call = [sys.executable, "-I", "-S", "verify_huiyin.py", *words]
        return subprocess.run(call, cwd=tmp_path, env={}, capture_output=True, text=True, encoding="utf-8")

    assert run("--help").returncode == 0
    assert run().returncode == 2
    assert run("nowhere").returncode == 2
    assert run("x").returncode == 1
    assert "核验未通过" in run("x").stdout


def test_the_product_hashes_what_the_verifier_hashes() -> None:
    assert list(COVERED) == rules.HASHED
    value = {"b": [1, "回音", None, True], "a": {"z": "\x7f", "y": "😀"}}
    assert forms.canonical_bytes(value) == canonical.dumps(value)
    assert forms.salted_hash("ab", "回") == rules.salted("回", "ab")


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}(/[a-z0-9]{1,8}\.txt)?", fullmatch=True),
        st.binary(max_size=300),
        min_size=1,
        max_size=6,
    )
)
def test_other_tools_open_the_container_and_it_reads_back(parts: dict[str, bytes]) -> None:
    data = packed(parts)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == parts
    found = container.read_container(io.BytesIO(data))
    assert [part.name for part in found] == list(parts)
    assert [part.sha256 for part in found] == [hashlib.sha256(one).hexdigest() for one in parts.values()]


def packed(parts: dict[str, bytes]) -> bytes:
    out, known = b"", []
    for name, data in parts.items():
        header = container.local_header(name, len(data), zlib.crc32(data))
        known.append(container.Part(name, len(data), zlib.crc32(data), "", len(out), 0))
        out += header + data
    return out + container.directory(known, len(out))


def test_sizes_beyond_four_gigabytes_are_written_as_zip64(tmp_path: Path) -> None:
    size = container.LIMIT_32 + 10
    path = tmp_path / "large.zip"
    parts = [container.Part("large", size, 0, "", 0, 0)]
    with path.open("wb") as file:
        file.write(container.local_header("large", size, 0))
        file.seek(size, 1)
        small = container.Part("small", 1, zlib.crc32(b"x"), "", file.tell(), 0)
        file.write(container.local_header("small", 1, small.crc) + b"x")
        parts.append(small)
        file.write(container.directory(parts, file.tell()))
    with zipfile.ZipFile(path) as archive:
        assert [one.file_size for one in archive.infolist()] == [size, 1]
        assert archive.read("small") == b"x"


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12, unique=True), st.data())
def test_the_root_depends_on_every_head(numbers: list[int], data: st.DataObject) -> None:
    heads = sorted(tree.head_text("case", f"{number:04d}", 1 + number, "ab" * 32) for number in numbers)
    changed = list(heads)
    place = data.draw(st.integers(0, len(heads) - 1))
    changed[place] = changed[place][:-1] + "c"
    assert tree.root_of_heads(heads) != tree.root_of_heads(changed)
    assert tree.root_of_heads(heads) != tree.root_of_heads(heads[:place] + heads[place + 1 :])

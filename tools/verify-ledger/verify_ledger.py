#!/usr/bin/env python3
"""A second verifier for a Threshold ledger. It shares no code with the program that wrote it.

    python3 verify_ledger.py export FOLDER     checks everything in an exported ledger
    python3 verify_ledger.py proof FILE...     checks inclusion and consistency proofs

Exit status: 0 all is well, 1 something is wrong or refused, 2 unusable arguments.

It needs Python 3.9 or later and nothing else: no package, no network, no clock. Each check cites
the published rule it follows. README.md, beside this file, says what a result proves and what not.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

LINE_KEYS = "envelope leaf position salt".split()
ENVELOPE_KEYS = ("act actor body district happenedAt nth position recordedAt stream type "
                 "version").split()
INCLUSION_KEYS = "leafIdx treeSize leafHash root".split()
CONSISTENCY_KEYS = "size1 size2 root1 root2".split()
NESTING_MAX = 64
SIGNATURE_COUNT_MAX = 100

class Wrong(Exception):
    """One thing that is not as it must be. Its text says what."""

def require(is_so, otherwise: str) -> None:
    if not is_so:
        raise Wrong(otherwise)

# A JSON number as it was written, so that nothing is rounded before it is judged.
Number = NamedTuple("Number", [("written", str)])

def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()

# Reading. Whatever could be read in two ways is refused: two honest readers must never disagree.

def read_text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong("the text is not UTF-8") from None

def read_json(text: str):
    """JSON (RFC 8259) without repeated keys. Numbers stay as written."""
    def members(pairs):
        require(len(dict(pairs)) == len(pairs), "a key is repeated")
        return dict(pairs)

    try:  # Python alone knows NaN and Infinity in JSON; to read one as an integer fails.
        value = json.loads(text, object_pairs_hook=members, parse_int=Number,
                           parse_float=Number, parse_constant=int)
    except (ValueError, RecursionError):
        raise Wrong("the text is not JSON") from None
    require(depth_of(value, NESTING_MAX + 1) <= NESTING_MAX, "the JSON is nested too deeply")
    return value

def depth_of(value, limit: int) -> int:
    if limit == 0 or not isinstance(value, (dict, list)):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max((depth_of(item, limit - 1) for item in inner), default=0)

def read_count(value, what: str) -> int:
    """A whole number from 0 up to 2^64 - 1, in its only decimal spelling."""
    written = value.written if isinstance(value, Number) else ""
    if not re.fullmatch(r"0|[1-9][0-9]{0,19}", written) or int(written) >= 1 << 64:
        raise Wrong(f"{what} is not a whole number from 0 up to 2^64 - 1")
    return int(written)

def read_base64(text, what: str, length: int | None = None) -> bytes:
    """RFC 4648 section 4, padded, and only the one canonical spelling of the bytes."""
    try:
        data = base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except ValueError:
        data = None
    if data is None or base64.b64encode(data).decode() != text or length not in (None, len(data)):
        raise Wrong(f"{what} is not {length or 'well-formed'} bytes in base64")
    return data

def read_base64url(text, what: str) -> bytes:
    """RFC 4648 section 5 without padding, as WebAuthn writes it."""
    if not isinstance(text, str) or not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise Wrong(f"{what} is not base64url")
    return read_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), what)

def read_instant(value, what: str) -> int:
    """A moment in UTC (RFC 3339), in nanoseconds since 1970, so that moments compare as numbers."""
    form = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z"
    found = re.fullmatch(form, value, re.ASCII) if isinstance(value, str) else None
    try:
        seconds = datetime.fromisoformat(found[1] + "+00:00").timestamp()
    except (TypeError, ValueError):
        raise Wrong(f"{what} is not a moment in UTC") from None
    return int(seconds) * 10**9 + int((found[2] or "0").ljust(9, "0"))

def canonical(value) -> str:
    """The one text RFC 8785 gives a value. Knows whole numbers only: envelopes hold no others."""
    if isinstance(value, Number):
        number = value.written
        if not re.fullmatch(r"0|-?[1-9][0-9]{0,15}", number) or abs(int(number)) >= 2**53:
            raise Wrong(f"the number {number} is not a whole number that JSON holds exactly")
        return number
    if isinstance(value, str):
        return canonical_text(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        # RFC 8785 3.2.3 sorts by UTF-16 code units, which is not the order of code points.
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical_text(n)}:{canonical(value[n])}" for n in names) + "}"
    return {None: "null", True: "true", False: "false"}[value]

def canonical_text(text: str) -> str:
    require(not re.search("[\ud800-\udfff]", text), "a text holds half of a surrogate pair")
    # Without ensure_ascii Python escapes exactly what RFC 8785 3.2.2.2 asks for, and as it asks.
    return json.dumps(text, ensure_ascii=False)

# The Merkle tree of RFC 6962 section 2.1.

def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)

def tree_root(leaf_hashes) -> bytes:
    """Keeps the roots of the perfect subtrees so far; two of one height become one above."""
    peaks: list = []
    for node in leaf_hashes:
        height = 0
        while peaks and peaks[-1][0] == height:
            node, height = node_hash(peaks.pop()[1], node), height + 1
        peaks.append((height, node))
    root = peaks.pop()[1] if peaks else sha256(b"")
    while peaks:
        root = node_hash(peaks.pop()[1], root)
    return root

def split(size: int) -> int:  # the largest power of two below it, where RFC 6962 divides a tree
    return 1 << ((size - 1).bit_length() - 1)

def root_from_inclusion(index: int, size: int, leaf: bytes, proof: list) -> bytes:
    """The root a proof leads to, by the recursive definition of RFC 9162 2.1.3.1. The ledger's own
    program follows the loop of 2.1.3.2 instead: two roads to one place."""
    require((size == 1) == (not proof), "the proof has a missing or surplus hash")
    if size == 1:
        return leaf
    middle = split(size)
    if index < middle:
        return node_hash(root_from_inclusion(index, middle, leaf, proof[:-1]), proof[-1])
    right = root_from_inclusion(index - middle, size - middle, leaf, proof[:-1])
    return node_hash(proof[-1], right)

def roots_from_consistency(size1: int, size2: int, proof: list, known) -> tuple:
    """The earlier and the later root a proof leads to, by RFC 9162 2.1.4.1. `known` is the earlier
    root as long as the walk stays on the left edge, and None once it has left it."""
    if size1 == size2 and len(proof) == (1 if known is None else 0):
        return (known or proof[0],) * 2
    if size1 == size2 or not proof:
        raise Wrong("the proof has a missing or surplus hash")
    middle, last, rest = split(size2), proof[-1], proof[:-1]
    if size1 <= middle:
        earlier, later = roots_from_consistency(size1, middle, rest, known)
        return earlier, node_hash(later, last)
    earlier, later = roots_from_consistency(size1 - middle, size2 - middle, rest, None)
    return node_hash(last, earlier), node_hash(last, later)

def check_proof(data: bytes) -> None:
    """Returns when the proof in a JSON text holds, and raises Wrong in every other case."""
    value = read_json(read_text(data))
    kinds = [keys for keys in (INCLUSION_KEYS, CONSISTENCY_KEYS)
             if isinstance(value, dict) and any(key in value for key in keys)]
    require(len(kinds) == 1, "the text is not one inclusion proof or one consistency proof")
    [keys], hashes = kinds, value.get("proof", "missing")
    require(hashes is None or isinstance(hashes, list), "proof is not a list of hashes")
    proof = [read_base64(item, "a hash of the proof") for item in hashes or []]
    size1, size2 = (read_count(value.get(key), key) for key in keys[:2])
    root1, root2 = (read_base64(value.get(key), key) for key in keys[2:])
    are_hashes = all(len(each) == 32 for each in (root1, root2, *proof))
    if keys is INCLUSION_KEYS:  # here size1 is the leaf's index and root1 its hash
        holds = (are_hashes and size1 < size2
                 and root_from_inclusion(size1, size2, root1, proof) == root2)
    elif size1 == size2:
        holds = root1 == root2 and not proof
    else:  # growth from the empty tree proves nothing
        holds = are_hashes and 0 < size1 < size2 and roots_from_consistency(
            size1, size2, proof, root1) == (root1, root2)
    require(holds, "the proof does not hold")

# Signatures, with Python's own integers and affine points: slow, and short enough to read.

def times(scalar: int, point, add, neutral):
    """A point added to itself, `scalar` times."""
    total = neutral
    while scalar:
        total = add(total, point) if scalar & 1 else total
        point, scalar = add(point, point), scalar >> 1
    return total

P25519 = 2**255 - 19
L25519 = 2**252 + 27742317777372353535851937790883648493
D25519 = -121665 * pow(121666, -1, P25519) % P25519
ZERO25519 = (0, 1)

def add_25519(one, other):
    (x1, y1), (x2, y2) = one, other
    product = D25519 * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, P25519)
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, P25519)
    return x % P25519, y % P25519

def point_25519(data: bytes):
    """RFC 8032 5.1.3, refusing every spelling of a point but the canonical one."""
    sign, y = data[31] >> 7, int.from_bytes(data, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D25519 * y * y + 1, -1, P25519) % P25519
    x = pow(square, (P25519 + 3) // 8, P25519)
    if (x * x - square) % P25519:
        x = x * pow(2, (P25519 - 1) // 4, P25519) % P25519
    is_root = (x * x - square) % P25519 == 0
    require(y < P25519 and is_root and (x or not sign), "the key is not a point of Ed25519")
    return (x if x & 1 == sign else P25519 - x), y

BASE25519 = point_25519((4 * pow(5, -1, P25519) % P25519).to_bytes(32, "little"))

def check_ed25519(key: bytes, message: bytes, signature: bytes) -> None:
    """RFC 8032 5.1.7, strict: s below the order, one spelling of each point, no low-order key."""
    require(len(key) == 32 and len(signature) == 64, "Ed25519 key or signature of a wrong length")
    (x, y), s = point_25519(key), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L25519
    is_weak = times(8, (x, y), add_25519, ZERO25519) == ZERO25519
    x, y = add_25519(times(s % L25519, BASE25519, add_25519, ZERO25519),
                     times(k, (P25519 - x, y), add_25519, ZERO25519))
    is_same = (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]
    require(s < L25519 and not is_weak and is_same, "the Ed25519 signature is not valid")

P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
N256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B256 = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
BASE256 = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
           0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)

def add_256(one, other):
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P256 == 0:
        return None
    top, bottom = (3 * x1 * x1 - 3, 2 * y1) if one == other else (y2 - y1, x2 - x1)
    slope = top * pow(bottom, -1, P256)
    x = (slope * slope - x1 - x2) % P256
    return x, (slope * (x1 - x) - y1) % P256

def check_256(x: int, y: int, message: bytes, signature: bytes) -> None:
    """ECDSA on P-256 with SHA-256 (FIPS 186-5 6.4.2); the signature is DER, as in WebAuthn."""
    is_point = max(x, y) < P256 and (y * y - x * x * x + 3 * x - B256) % P256 == 0
    require(is_point, "the key is not a point of P-256")
    r, s = read_der(signature)
    require(0 < r < N256 and 0 < s < N256, "the P-256 signature is not valid")
    e, w = int.from_bytes(sha256(message), "big"), pow(s, -1, N256)
    point = add_256(times(e * w % N256, BASE256, add_256, None),
                    times(r * w % N256, (x, y), add_256, None))
    require(point is not None and point[0] % N256 == r, "the P-256 signature is not valid")

def read_der(data: bytes) -> tuple:
    """Two integers in one sequence; writing what was read must give the very same bytes."""
    end = 4 + data[3] if len(data) > 3 else 0
    r, s = (int.from_bytes(part[:33], "big") for part in [data[4:end], data[end + 2:]])
    parts = [number.to_bytes(number.bit_length() // 8 + 1, "big") for number in (r, s)]
    body = b"".join(b"\x02" + bytes([len(part)]) + part for part in parts)
    require(data == b"\x30" + bytes([len(body)]) + body, "the P-256 signature is not DER")
    return r, s

def read_cbor(data: bytes, at: int = 0) -> tuple:
    """The CBOR (RFC 8949) of a COSE key, integers, strings and maps, in shortest forms only."""
    major, short = (data[at] >> 5, data[at] & 31) if at < len(data) else (7, 31)
    width = {24: 1, 25: 2}.get(short, 0)
    value = int.from_bytes(data[at + 1:at + 1 + width], "big") if width else short
    at += 1 + width
    end = at + value if major in (2, 3) else at
    if major not in (0, 1, 2, 3, 5) or short > 25 or value < [0, 24, 256][width] or end > len(data):
        raise Wrong("the credential's key is not in the CBOR form of COSE")
    if major < 5:
        return [value, -1 - value, data[at:end], str(data[at:end])][major], end
    members: dict = {}
    for _ in range(value):
        name, at = read_cbor(data, at)
        require(not isinstance(name, dict) and name not in members, "the key repeats an entry")
        members[name], at = read_cbor(data, at)
    return members, at

def check_credential(cose: bytes, message: bytes, signature: bytes) -> None:
    """A signature by a COSE key (RFC 9053): ES256 on P-256, or EdDSA on Ed25519."""
    key, end = read_cbor(cose[:512])  # longer than any key, shorter than Python's recursion
    require(isinstance(key, dict) and end == len(cose), "the credential's key is not one COSE key")
    kind, x, y = [key.get(1), key.get(3), key.get(-1)], key.get(-2), key.get(-3)
    if kind == [1, -8, 6] and isinstance(x, bytes):
        check_ed25519(x, message, signature)
    elif kind == [2, -7, 1] and all(isinstance(c, bytes) and len(c) == 32 for c in (x, y)):
        check_256(int.from_bytes(x, "big"), int.from_bytes(y, "big"), message, signature)
    else:
        raise Wrong("the credential's key is neither ES256 nor EdDSA")

def check_signed(signed) -> None:
    """An authorization signed with a passkey: WebAuthn 7.2, as far as a ledger can hold it."""
    if not isinstance(signed, dict) or not isinstance(signed.get("assertion"), dict):
        raise Wrong("the authorization holds no assertion")
    names = "authenticatorData clientDataJSON signature credentialPublicKey".split()
    data, client, signature, key = (read_base64url(signed["assertion"].get(n), n) for n in names)
    rp_id, origin = signed.get("rpId"), signed.get("origin")
    if not isinstance(rp_id, str) or not isinstance(origin, str) or "content" not in signed:
        raise Wrong("the authorization lacks content, rpId or origin")
    digest = base64.urlsafe_b64encode(sha256(canonical(signed["content"]).encode()))
    challenge = digest.decode().rstrip("=")
    require(signed.get("digest") == challenge, "the digest is not that of the content")
    told = read_json(read_text(client))
    require(isinstance(told, dict) and told.get("type") == "webauthn.get",
            "clientDataJSON does not belong to an assertion")
    require(told.get("challenge") == challenge, "the passkey signed another challenge")
    require(told.get("origin") == origin, "the passkey signed for another origin")
    require(len(data) >= 37 and data[:32] == sha256(rp_id.encode()),
            "the passkey signed for another rpId")
    require(data[32] & 0x05 == 0x05, "the passkey did not find its user present and verified")
    check_credential(key, data + sha256(client), signature)

def check_done(envelope) -> None:
    """What was signed is what is done, in the stream and version that it was signed for."""
    body, content = envelope["body"], envelope["body"]["signed"]["content"]
    require(isinstance(content, dict), "what was signed is no object")
    for name in content.keys() & body.keys() - {"type"}:
        require(canonical(content[name]) == canonical(body[name]), f"{name} is not what was signed")
    if "encounter" in content:
        require(f"encounter/{content['encounter']}" == envelope["stream"],
                "it was signed for another encounter")
        require(content.get("version") == envelope["version"], "it was signed for another version")

# Checkpoints (C2SP signed-note and tlog-checkpoint).

def is_key_name(name: str) -> bool:
    return name != "" and "+" not in name and not any(
        unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc") for character in name)

def read_verifier_key(text: str) -> tuple:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    typed = read_base64(encoded, "the verifier key", 33)
    require(is_key_name(name) and typed[0] == 1, "it is no Ed25519 key with a name")
    require(sha256(name.encode() + b"\n" + typed)[:4].hex() == key_id, "the key id is wrong")
    return name, bytes.fromhex(key_id), typed[1:]

def check_checkpoint(note: str, verifier_key: tuple) -> tuple:
    """Size and root of a checkpoint, once every signature by the verifier key is found valid."""
    name, key_id, key = verifier_key
    body, divider, below = note.rpartition("\n\n")
    lines = below.split("\n")
    if not divider or lines.pop() or not 0 < len(lines) <= SIGNATURE_COUNT_MAX or any(
            character < " " and character != "\n" for character in note):
        raise Wrong("it is not a signed note")
    own = 0
    for line in lines:
        found = re.fullmatch("— ([^ ]+) ([^ ]+)", line)
        signature = read_base64(found[2], "a signature") if found else b""
        if len(signature) < 5 or not is_key_name(found[1]):
            raise Wrong("a signature line cannot be read")
        if found[1] == name and signature[:4] == key_id:
            check_ed25519(key, (body + "\n").encode(), signature[4:])
            own += 1
    require(own > 0, "the verifier key did not sign it")
    parts = body.split("\n")
    require(len(parts) == 3 and parts[0] != "", "it is not origin, size and root")
    return read_count(Number(parts[1]), "the size"), read_base64(parts[2], "the root", 32)

# The exported ledger. An envelope is a dict, None when destroyed, or Wrong when unreadable.

def read_envelope(line: dict, leaf: bytes, position: int, district: str):
    """What an entry says, once it is shown to be what its leaf commits to."""
    salt, text = line["salt"], line["envelope"]
    if salt is None and text is None:
        return None
    require(isinstance(text, str), "salt and envelope are not both there or both gone")
    secret = read_base64(salt, "the salt", 32)
    committed = sha256(secret + text.encode("utf-8", "surrogatepass"))
    require(committed == leaf, "the envelope is not what the leaf commits to")
    envelope = read_json(text)
    require(canonical(envelope) == text, "the envelope is not in the canonical form of RFC 8785")
    is_envelope = isinstance(envelope, dict) and sorted(envelope) == ENVELOPE_KEYS
    require(is_envelope, "the envelope does not hold exactly its eleven members")
    require(envelope["position"] == Number(str(position)), "the envelope names another position")
    require(envelope["district"] == district, "the envelope names another district")
    require(all(isinstance(envelope[k], str) for k in ("stream", "type")), "no stream or type")
    read_count(envelope["version"], "version")
    read_instant(envelope["recordedAt"], "recordedAt")
    return envelope

def streams_destroyed(envelopes: list, problems: list) -> dict:
    """For each position whose content was destroyed, the stream that a later entry says it was."""
    streams: dict = {}
    for position, envelope in enumerate(envelopes):
        if isinstance(envelope, dict) and envelope["type"] == "StreamKeyDestroyed":
            try:
                note_destruction(envelopes, position, streams)
            except Wrong as wrong:
                problems.append((position, str(wrong)))
    return streams

def note_destruction(envelopes: list, position: int, streams: dict) -> None:
    body = envelopes[position]["body"]
    stream, listed = map(body.get, ["stream", "positions"]) if isinstance(body, dict) else (0, 0)
    is_named = isinstance(stream, str) and isinstance(listed, list)
    require(is_named, "the destruction names no stream or no positions")
    for gone in [read_count(item, "a destroyed position") for item in listed]:
        require(gone < position, f"it claims to destroy entry {gone}, which is not before it")
        still = envelopes[gone]["stream"] if isinstance(envelopes[gone], dict) else stream
        require(still == stream == streams.setdefault(gone, stream),
                f"it claims to destroy entry {gone}, which is of another stream")

def check_history(envelopes: list, problems: list) -> None:
    """What entries must be to each other: in versions, in time, and where content is missing."""
    destroyed = streams_destroyed(envelopes, problems)
    versions: dict = {}
    latest = 0
    for position, envelope in enumerate(envelopes):
        if envelope is None and position not in destroyed:
            problems.append((position, "its content is missing and no later entry destroyed it"))
        is_readable = isinstance(envelope, dict)
        stream = envelope["stream"] if is_readable else destroyed.get(position)
        following = versions[stream] = versions.get(stream, 0) + 1
        if not is_readable:
            continue
        versions[stream] = version = read_count(envelope["version"], "version")
        if version != following:
            problems.append((position, f"its version is {version}, and {following} must follow"))
        moment = read_instant(envelope["recordedAt"], "recordedAt")
        if moment < latest:
            problems.append((position, "it was recorded before an entry that stands ahead of it"))
        latest = max(moment, latest)

def read_entry(raw: bytes, position: int, district: str, leaves: list):
    """One line of the export: its envelope, with its leaf hash added to `leaves`."""
    line = read_json(read_text(raw))
    require(isinstance(line, dict) and sorted(line) == LINE_KEYS, "its members are not the four")
    leaf = read_base64(line["leaf"], "the leaf", 32)
    leaves.append(sha256(b"\x00" + leaf))
    require(line["position"] == Number(str(position)), "the line names another position")
    return read_envelope(line, leaf, position, district)

def check_export(folder: Path) -> tuple:
    """All problems of an exported ledger, in order of position; how many entries; the root."""
    note, key, name = ((folder / file).read_bytes() for file in
                       ["checkpoint", "verifier-key", "district"])
    envelopes, leaves, problems = [], [], []
    with open(folder / "entries.jsonl", "rb") as entries:
        for position, raw in enumerate(entries):
            envelopes.append(Wrong)
            try:
                district = read_text(name).removesuffix("\n")
                envelope = envelopes[position] = read_entry(raw, position, district, leaves)
                if envelope and isinstance(envelope["body"], dict) and "signed" in envelope["body"]:
                    check_signed(envelope["body"]["signed"])
                    check_done(envelope)
            except Wrong as wrong:
                problems.append((position, str(wrong)))
    check_history(envelopes, problems)
    named = [f"entry {position}: {text}" for position, text in sorted(problems)]
    root = tree_root(leaves)
    try:
        trusted = read_verifier_key(read_text(key).removesuffix("\n"))
        size, signed_root = check_checkpoint(read_text(note), trusted)
        require(size == len(envelopes), f"it counts {size} entries, here are {len(envelopes)}")
        require(signed_root == root, "its root is not the root of these leaves")
    except Wrong as wrong:
        named.append(f"checkpoint: {wrong}")
    return named, len(envelopes), root

def report_export(folder: str) -> int:
    problems, count, root = check_export(Path(folder))
    verdict = (f"WRONG: {len(problems)} found, first {problems[0]}" if problems else
               f"whole: {count} entries, root {root.hex()}")
    print("\n".join([*problems, verdict]))
    return 1 if problems else 0

def report_proofs(names: list) -> int:
    status = 0
    for name, data in [(name, Path(name).read_bytes()) for name in names]:
        try:
            check_proof(data)
            print(f"accepted: {name}")
        except Wrong as wrong:
            print(f"refused: {name}: {wrong}")
            status = 1
    return status

def main(arguments: list) -> int:
    try:
        if arguments[:1] == ["export"] and len(arguments) == 2:
            return report_export(arguments[1])
        if arguments[:1] == ["proof"] and len(arguments) > 1:
            return report_proofs(arguments[1:])
        print(__doc__, file=sys.stderr)
    except OSError as error:
        print(f"cannot read {error.filename}: {error.strerror}", file=sys.stderr)
    return 2

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Tests of verify_ledger.py, with the standard library only: python3 test_verify_ledger.py

Every ledger here is made on the spot, with small signers of its own: then each field can be altered
and each signature made again, as somebody with the district's keys could do.
"""

import base64
import contextlib
import functools
import hashlib
import io
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import verify_ledger as v

ORIGIN = "https://district.example"

def b64(data):
    return base64.b64encode(data).decode()

def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")

def compact(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)

def leaf_hash(data):
    return v.sha256(b"\x00" + data)

def encode_25519(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")

def times_25519(scalar, point=v.BASE25519):
    return v.times(scalar, point, v.add_25519, v.ZERO25519)

class Ed25519:
    """RFC 8032 5.1.5 and 5.1.6."""

    def __init__(self, seed):
        digest = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
        self.prefix = digest[32:]
        self.public = encode_25519(times_25519(self.scalar))

    @functools.lru_cache(maxsize=None)
    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % v.L25519
        point = encode_25519(times_25519(r))
        digest = hashlib.sha512(point + self.public + message).digest()
        s = (r + int.from_bytes(digest, "little") * self.scalar) % v.L25519
        return point + s.to_bytes(32, "little")

    def cose(self):
        return b"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20" + self.public

class P256:
    """ECDSA with a nonce derived from key and message, which is enough for a test."""

    def __init__(self, scalar):
        self.scalar = scalar
        self.public = v.times(scalar, v.BASE256, v.add_256, None)

    @functools.lru_cache(maxsize=None)
    def numbers(self, message):
        e = int.from_bytes(v.sha256(message), "big")
        k = int.from_bytes(v.sha256(message + bytes([self.scalar % 256])), "big") % v.N256
        r = v.times(k, v.BASE256, v.add_256, None)[0] % v.N256
        return r, pow(k, -1, v.N256) * (e + r * self.scalar) % v.N256

    def sign(self, message):
        return der(*self.numbers(message))

    def cose(self):
        x, y = (number.to_bytes(32, "big") for number in self.public)
        return b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y

def der(*numbers):
    parts = [n.to_bytes(n.bit_length() // 8 + 1, "big") for n in numbers]
    body = b"".join(b"\x02" + bytes([len(part)]) + part for part in parts)
    return b"\x30" + bytes([len(body)]) + body

NOTARY = Ed25519(b"notary")
PASSKEYS = [P256(0xC0FFEE), Ed25519(b"passkey")]

def authorization(passkey, content=None, **changes):
    content = content or {"decision": "entry-denied", "paper": "administrative-warrant"}
    digest = b64url(v.sha256(compact(content).encode()))
    told = {"type": "webauthn.get", "challenge": digest, "origin": ORIGIN, **changes}
    client = compact({key: told[key] for key in told if key in ("type", "challenge", "origin")})
    data = v.sha256(changes.get("signedRpId", "district.example").encode())
    data += bytes([changes.get("flags", 0x05), 0, 0, 0, 1])
    signature = passkey.sign(data + v.sha256(client.encode()))
    assertion = {"authenticatorData": b64url(data), "clientDataJSON": b64url(client.encode()),
                 "signature": b64url(signature), "credentialPublicKey": b64url(passkey.cose())}
    return {"digest": digest, "content": content, "assertion": assertion,
            "rpId": "district.example", "origin": ORIGIN}

def envelopes():
    """Seven entries of three streams; the second stream is destroyed by the last."""
    rows = [("encounter-1", 1, "ArrivalReported", {"note": "two agents\u2028at the \u00e9 door"}),
            ("encounter-2", 1, "ArrivalReported", {"\U0001f600": "", "\ufb01": 1, "nested": [{}]}),
            ("encounter-1", 2, "EntryDenied", {"signed": authorization(PASSKEYS[0])}),
            ("encounter-2", 2, "EntryDenied", {"signed": authorization(PASSKEYS[1])}),
            ("encounter-1", 3, "EncounterClosed", None),
            ("encounter-2", 3, "EncounterClosed", {}),
            ("keys", 1, "StreamKeyDestroyed", {"stream": "encounter-2", "positions": [1, 3, 5]})]
    moments = ["08:00:00Z", "08:00:00.5Z", "08:00:01Z", "08:00:01.25Z"] + ["08:01:00Z"] * 3
    return [{"act": f"act-{position}", "actor": {"duty": "security-officer"}, "body": body,
             "district": "trial", "happenedAt": "2026-03-02T07:59:00Z", "nth": 0,
             "position": position, "recordedAt": f"2026-03-02T{moments[position]}",
             "stream": stream, "type": kind, "version": version}
            for position, (stream, version, kind, body) in enumerate(rows)]

def canonical(value):
    return v.canonical(v.read_json(json.dumps(value)))

def lines_of(entries, gone=()):
    lines = []
    for position, envelope in enumerate(entries):
        text = envelope if isinstance(envelope, str) else canonical(envelope)
        salt = v.sha256(b"salt %d" % position)
        leaf = v.sha256(salt + text.encode("utf-8", "surrogatepass"))
        lines.append({"position": position, "leaf": b64(leaf), "salt": b64(salt), "envelope": text})
        if position in gone:
            lines[-1].update(salt=None, envelope=None)
    return lines

def note_of(size, root, signers=(NOTARY,), name="district.example/ledger"):
    body = f"district.example/ledger\n{size}\n{b64(root)}\n"
    signatures = [f"— {name} {b64(key_id(signer) + signer.sign(body.encode()))}\n"
                  for signer in signers]
    return body + "\n" + "".join(signatures)

def key_id(signer, name="district.example/ledger"):
    return v.sha256(name.encode() + b"\n\x01" + signer.public)[:4]

def files_of(lines):
    root = v.tree_root(leaf_hash(base64.b64decode(line["leaf"])) for line in lines)
    key = f"district.example/ledger+{key_id(NOTARY).hex()}+{b64(b'' + bytes([1]) + NOTARY.public)}"
    return {"checkpoint": note_of(len(lines), root), "verifier-key": key + "\n",
            "district": "trial\n", "entries.jsonl": "".join(compact(line) + "\n" for line in lines)}

def run(*arguments):
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        status = v.main(list(arguments))
    return status, out.getvalue().splitlines(), errors.getvalue()

def run_export(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder) / name
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return run("export", folder)

class Whole(unittest.TestCase):
    def test_a_whole_ledger_is_whole(self):
        files = files_of(lines_of(envelopes()))
        root = base64.b64decode(files["checkpoint"].split("\n")[2]).hex()
        self.assertEqual(run_export(files), (0, [f"whole: 7 entries, root {root}"], ""))

    def test_destroyed_content_is_whole_when_a_later_entry_accounts_for_it(self):
        status, out, _ = run_export(files_of(lines_of(envelopes(), gone=[1, 3, 5])))
        self.assertEqual((status, len(out)), (0, 1))

    def test_unknown_signatures_beside_the_notarys_change_nothing_not_even_on_an_empty_ledger(self):
        files = files_of([])
        self.assertEqual(run_export(files)[0], 0)
        files["checkpoint"] += f"— witness.example {b64(bytes(80))}\n"
        self.assertEqual(run_export(files)[0], 0)

    def test_unusable_arguments(self):
        for arguments in [[], ["export"], ["export", "a", "b"], ["proof"], ["other", "a"],
                          ["export", "/nowhere"], ["proof", "/nowhere"]]:
            status, out, errors = run(*arguments)
            self.assertEqual((status, out, errors != ""), (2, [], True))
        files = files_of([])
        del files["district"]
        self.assertEqual(run_export(files)[0], 2)

class Tampered(unittest.TestCase):
    """Whoever alters entries here also signs a new checkpoint over them, unless a test says not."""

    def wrong(self, files, first, *texts):
        status, out, _ = run_export(files)
        self.assertEqual(status, 1, out)
        self.assertTrue(out[0].startswith(first), out)
        self.assertTrue(out[-1].startswith(f"WRONG: {len(out) - 1} found, first {out[0]}"), out)
        for text in texts:
            self.assertIn(text, "\n".join(out))

    def wrong_entry(self, position, text, change, gone=()):
        entries = envelopes()
        change(entries)
        self.wrong(files_of(lines_of(entries, gone)), f"entry {position}: ", text)

    def test_each_field_of_a_line(self):
        other = b64(bytes(32))
        for field, value, text in [
                ("position", 3, "another position"), ("position", "2", "another position"),
                ("leaf", other, "not what the leaf commits to"), ("leaf", "AA==", "32 bytes"),
                ("leaf", None, "32 bytes"), ("leaf", 5, "32 bytes"), ("salt", other, "commits to"),
                ("salt", "", "32 bytes"), ("salt", None, "32 bytes"),
                ("envelope", None, "both there or both gone"), ("envelope", "{}", "commits to"),
                ("envelope", {}, "both there or both gone"), ("more", 1, "the four")]:
            lines = lines_of(envelopes())
            files = files_of(lines)
            lines[2][field] = value
            files["entries.jsonl"] = "".join(compact(line) + "\n" for line in lines)
            with self.subTest(field=field, value=value):
                self.wrong(files, "entry 2: ", text)

    def test_each_field_of_an_envelope(self):
        for field, value, text in [
                ("position", 3, "another position"), ("district", "other", "another district"),
                ("district", 5, "another district"), ("version", 1, "version is 1, and 2"),
                ("version", 3, "version is 3, and 2"), ("version", -1, "whole number"),
                ("version", 2.5, "whole number"), ("version", "2", "whole number"),
                ("stream", None, "no stream or type"), ("type", 7, "stream or type"),
                ("recordedAt", "2026-03-02T07:00:00Z", "recorded before"),
                ("recordedAt", "2026-03-02T08:00:00.4Z", "recorded before"),
                ("recordedAt", "2026-02-30T08:00:00Z", "not a moment"),
                ("recordedAt", "2026-03-02T08:00:00+01:00", "not a moment"),
                ("recordedAt", 1772438400, "not a moment"), ("more", 1, "eleven members"),
                ("body", {"amount": 1.5}, "whole number"), ("body", {"signed": 1}, "no assertion"),
                ("body", {"n": 2**53}, "holds exactly")]:
            def change(entries, field=field, value=value):
                # As text, so that what may not be canonical can still be committed to.
                entries[2][field] = value
                entries[2] = compact(entries[2])
            with self.subTest(field=field, value=value):
                self.wrong_entry(2, text, change)

    def test_a_stream_that_skips_or_repeats_a_version(self):
        self.wrong_entry(4, "version is 3, and 2", lambda e: e[2].update(stream="new", version=1))

    def test_the_destroyed_entries_still_count_as_versions(self):
        self.wrong_entry(5, "version is 2, and 3", lambda e: e[5].update(version=2), gone=[1, 3])

    def test_what_is_not_canonical(self):
        text = canonical(envelopes()[2])
        for altered in [text.replace(":", ": ", 1), text.replace('"nth":0', '"nth":-0'),
                        text.replace('"nth":0', '"nth":0.0'), text.replace('"nth":0', '"nth":1e0'),
                        text.replace("trial", "tr\\u0069al"), "{" + text[1:].replace("{", "{ ", 1),
                        text.replace("{", '{"act":"act-2",', 1), text + " ", "\ufeff" + text, "5",
                        text.replace('"nth":0', '"nth":NaN'), text.replace("trial", "\\ud800")]:
            with self.subTest(altered=altered[:40]):
                self.wrong_entry(2, "", lambda entries: entries.__setitem__(2, altered))

    def test_missing_content_without_a_later_entry_that_destroyed_it(self):
        self.wrong_entry(2, "no later entry", lambda e: None, gone=[1, 2, 3, 5])
        self.wrong_entry(1, "no later entry", lambda e: e[6].update(type="Other"), gone=[1])
        self.wrong_entry(6, "no later entry", lambda e: None, gone=[6])

    def test_a_destruction_only_reaches_back_and_only_into_its_own_stream(self):
        for listed, text in [([6], "not before it"), ([7], "not before it"), ([-1], "whole number"),
                             ([0], "another stream"), (5, "no stream"), (["1"], "whole number")]:
            with self.subTest(listed=listed):
                self.wrong_entry(6, text, lambda e: e[6]["body"].update(positions=listed))
        self.wrong_entry(6, "names no stream", lambda e: e[6].update(body=None))

    def test_lines_left_out_swapped_or_cut(self):
        files = files_of(lines_of(envelopes()))
        # Not splitlines(): Python would also divide at the U+2028 inside the first entry.
        lines = [line + "\n" for line in files["entries.jsonl"].split("\n")[:-1]]
        for first, altered in [("entry 2", lines[:2] + lines[3:]), ("checkpoint", lines[:-1]),
                               ("entry 0", [lines[1], lines[0], *lines[2:]]),
                               ("entry 7", [*lines, lines[6]]),
                               ("entry 3", [*lines[:3], "\n", *lines[3:]]),
                               ("entry 6", [*lines[:6], lines[6][:-9]])]:
            with self.subTest(first=first):
                self.wrong({**files, "entries.jsonl": "".join(altered)}, first)

    def test_text_that_is_not_utf_8_is_never_mended(self):
        entries = envelopes()
        entries[0]["body"] = {"note": "\ufffd"}
        files = files_of(lines_of(entries))
        self.assertEqual(run_export(files)[0], 0)
        broken = files["entries.jsonl"].encode().replace("\ufffd".encode(), b"\xff")
        self.wrong({**files, "entries.jsonl": broken}, "entry 0", "not UTF-8")

    def test_a_ledger_rewritten_as_a_whole_needs_the_notarys_key(self):
        honest, entries = files_of(lines_of(envelopes())), envelopes()
        entries[0]["body"] = {"note": "nobody came"}
        forged = files_of(lines_of(entries))
        self.wrong({**forged, "checkpoint": honest["checkpoint"]}, "checkpoint", "its root")
        stranger = note_of(7, bytes(32), [Ed25519(b"stranger")])
        self.wrong({**forged, "checkpoint": stranger}, "checkpoint", "did not sign it")

    def test_each_part_of_the_checkpoint(self):
        files = files_of(lines_of(envelopes()))
        note = files["checkpoint"]
        root = base64.b64decode(note.split("\n")[2])
        changes = [("\n7\n", "\n6\n"), ("\n7\n", "\n07\n"), ("\n\n", "\n"), ("\n", "\r\n"),
                   ("=\n\n", "\n\n"), ("district", "other", 1), ("— ", "- ")]
        for altered in [*(note.replace(*change) for change in changes), note[:-1], note + "\n",
                        note + note_of(6, root).split("\n\n")[1], "", "\n\n", note_of(6, root),
                        note_of(7, bytes(32)), note_of(7, root, []), note_of(7, root, name="x")]:
            with self.subTest(altered=altered):
                self.wrong({**files, "checkpoint": altered}, "checkpoint: ")

    def test_each_part_of_the_verifier_key(self):
        files = files_of(lines_of(envelopes()))
        key = files["verifier-key"]
        name, hint, encoded = key.split("+", 2)
        stranger = Ed25519(b"stranger")
        for altered in ["", "x", key.replace("district", "other"), f"{name}+{hint}+B{encoded[1:]}",
                        f"{name}+00000000+{encoded}", key + "\n", f"{name}+{hint}+{encoded[:-5]}",
                        f"{name}+{key_id(stranger).hex()}+{b64(bytes([1]) + stranger.public)}"]:
            with self.subTest(altered=altered):
                self.wrong({**files, "verifier-key": altered}, "checkpoint: ")

    def test_a_key_id_is_computed_and_never_taken_on_trust(self):
        files = files_of([])
        hint = files["verifier-key"].split("+")[1]
        signature = NOTARY.sign(files["checkpoint"].split("\n\n")[0].encode() + b"\n")
        files["checkpoint"] = files["checkpoint"].replace(
            b64(bytes.fromhex(hint) + signature), b64(bytes(4) + signature))
        files["verifier-key"] = files["verifier-key"].replace(hint, "00000000")
        self.wrong(files, "checkpoint: ", "key id is wrong")

    def test_a_note_that_lost_its_end_or_its_origin(self):
        files = files_of([])
        cut = files["checkpoint"] + f"— witness.example {b64(bytes(80))}"
        body = f"\n0\n{b64(v.sha256(b''))}\n"
        signature = b64(key_id(NOTARY) + NOTARY.sign(body.encode()))
        for altered in [cut, f"{body}\n— district.example/ledger {signature}\n"]:
            self.wrong({**files, "checkpoint": altered}, "checkpoint: ")

    def test_the_first_wrong_entry_comes_first(self):
        entries = envelopes()
        entries[4]["version"], entries[2]["district"] = 9, "other"
        self.wrong(files_of(lines_of(entries)), "entry 2: ", "entry 4: ")

def check_signed(signed):
    v.check_signed(v.read_json(json.dumps(signed)))

class Authorizations(unittest.TestCase):
    def wrong(self, signed, text):
        with self.assertRaises(v.Wrong) as caught:
            check_signed(signed)
        self.assertIn(text, str(caught.exception))

    def test_both_kinds_of_passkey(self):
        for passkey in PASSKEYS:
            check_signed(authorization(passkey))

    def test_each_thing_a_passkey_signs(self):
        for passkey in PASSKEYS:
            for change, text in [({"type": "webauthn.create"}, "does not belong"),
                                 ({"challenge": "AAAA"}, "another challenge"),
                                 ({"origin": "https://other.example"}, "another origin"),
                                 ({"signedRpId": "other.example"}, "another rpId"),
                                 ({"flags": 0x01}, "present and verified"),
                                 ({"flags": 0x04}, "present and verified")]:
                with self.subTest(change=change):
                    self.wrong(authorization(passkey, **change), text)

    def test_each_field_of_an_authorization(self):
        for passkey in PASSKEYS:
            other = authorization(P256(77), {"decision": "entry-authorized"})
            for field in ["digest", "content"]:
                self.wrong({**authorization(passkey), field: other[field]}, "digest")
            self.wrong({**authorization(passkey), "rpId": "other.example"}, "rpId")
            self.wrong({**authorization(passkey), "origin": "other"}, "origin")
            for field, told in other["assertion"].items():
                for value in [None, "", "=", "AA", b64url(bytes(37)), told[:-8]]:
                    signed = authorization(passkey)
                    signed["assertion"][field] = value
                    with self.subTest(field=field, value=value), self.assertRaises(v.Wrong):
                        check_signed(signed)
            for field in authorization(passkey):
                kept = {k: told for k, told in authorization(passkey).items() if k != field}
                self.wrong(kept, "")

    def test_any_flipped_bit_of_an_assertion(self):
        for passkey in PASSKEYS:
            for field in ["authenticatorData", "signature", "credentialPublicKey"]:
                data = v.read_base64url(authorization(passkey)["assertion"][field], field)
                for at in range(0, len(data), 11):
                    signed = authorization(passkey)
                    flipped = data[:at] + bytes([data[at] ^ 4]) + data[at + 1:]
                    signed["assertion"][field] = b64url(flipped)
                    with self.subTest(field=field, at=at), self.assertRaises(v.Wrong):
                        check_signed(signed)

class Signatures(unittest.TestCase):
    def test_the_published_ed25519_vectors_of_rfc_8032(self):
        for key, message, signature in [
                ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                 "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                 "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
                ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                 "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
                 "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]:
            v.check_ed25519(*map(bytes.fromhex, [key, message, signature]))
            with self.assertRaises(v.Wrong):
                v.check_ed25519(bytes.fromhex(key), b"other", bytes.fromhex(signature))

    def test_ed25519_is_strict(self):
        signature, message = NOTARY.sign(b"text"), b"text"
        s = int.from_bytes(signature[32:], "little") + v.L25519
        neutral = (1).to_bytes(32, "little")
        for key, altered in [
                (NOTARY.public, signature[:32] + s.to_bytes(32, "little")),
                (NOTARY.public, signature + b"\x00"), (NOTARY.public[:31], signature),
                (neutral, neutral + bytes(32)), ((v.P25519 + 1).to_bytes(32, "little"), signature),
                (bytes([1]) + bytes(30) + b"\x80", neutral + bytes(32))]:
            with self.subTest(key=key.hex()), self.assertRaises(v.Wrong):
                v.check_ed25519(key, message, altered)

    def test_a_point_of_ed25519_has_one_spelling(self):
        for y in [*range(v.P25519, 2**255), 1 | 1 << 255, v.P25519 - 1 | 1 << 255]:
            with self.subTest(y=y), self.assertRaises(v.Wrong):
                v.point_25519(y.to_bytes(32, "little"))

    def test_p256_is_strict(self):
        passkey, message = PASSKEYS[0], b"text"
        r, s = passkey.numbers(message)
        v.check_256(*passkey.public, message, der(r, s))
        v.check_256(*passkey.public, message, der(r, v.N256 - s))
        whole = der(r, s)
        longer = b"\x30" + bytes([whole[1] + 1]) + b"\x02" + bytes([whole[3] + 1]) + b"\x00"
        for altered in [der(0, s), der(r, 0), der(r + v.N256, s), der(r, s + v.N256), der(s, r),
                        whole + b"\x00", whole[:-1], b"", b"\x30\x00", b"\x30\x81" + whole[1:],
                        longer + whole[4:], b"\x31" + whole[1:], b"\xff" * 72]:
            with self.subTest(altered=altered.hex()), self.assertRaises(v.Wrong):
                v.check_256(*passkey.public, message, altered)
        for point in [(0, 0), (1, 1), (passkey.public[0] + v.P256, passkey.public[1])]:
            with self.assertRaises(v.Wrong):
                v.check_256(*point, message, whole)

    def test_a_cose_key_has_one_spelling(self):
        for passkey in PASSKEYS:
            cose, signature = passkey.cose(), passkey.sign(b"text")
            v.check_credential(cose, b"text", signature)
            for altered in [cose + b"\x00", cose[:-1], b"", b"\xa4" + cose[1:-3], b"\x80", b"\x01",
                            b"\xbf" + cose[1:] + b"\xff", cose[:1] + b"\x18\x01" + cose[2:],
                            cose.replace(b"\x58\x20", b"\x59\x00\x20", 1),
                            cose.replace(b"\x03", b"\x04", 1),
                            bytes([cose[0] + 1]) + cose[1:3] + cose[1:], b"\xa1\x00" * 9999]:
                with self.subTest(altered=altered.hex()), self.assertRaises(v.Wrong):
                    v.check_credential(altered, b"text", signature)

class Trees(unittest.TestCase):
    # The leaves and roots the certificate-transparency project published with RFC 6962.
    LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
              "606162636465666768696a6b6c6d6e6f"]
    ROOTS = ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
             "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
             "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
             "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
             "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
             "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
             "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
             "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"]

    def test_the_published_roots(self):
        hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in self.LEAVES]
        self.assertEqual([v.tree_root(hashes[:size]).hex() for size in range(9)], self.ROOTS)

    def test_equal_sizes_need_equal_roots_and_nothing_grows_from_the_empty_tree(self):
        none, odd, top = map(b64, [v.sha256(b""), b"twelve bytes", v.node_hash(b"", v.sha256(b""))])
        held = [[0, 0, odd, odd, []], [1, 1, odd, odd, None], [2**53, 2**53, "", "", []]]
        for told in [*held, [0, 0, none, odd, []], [1, 1, odd, odd, [odd]], [0, 1, none, odd, []],
                     [0, 1, none, none, [none]], [0, 1, none, top, []], [1, 2, "", top, [none]]]:
            with contextlib.nullcontext() if told in held else self.assertRaises(v.Wrong):
                v.check_proof(json.dumps(dict(zip([*v.CONSISTENCY_KEYS, "proof"], told))).encode())

    def test_what_could_be_read_in_two_ways_is_not_read(self):
        for text in ['{"a":1,"a":1}', '[{"a":{"b":1,"b":2}}]', "NaN", "-Infinity", "\ufeff1", "01",
                     "[" * 65 + "]" * 65, "[" * 99999, ""]:
            with self.subTest(text=text[:20]), self.assertRaises(v.Wrong):
                v.read_json(text)
        for text in ["AB==", "AA", "AA=", "AA==\n", "A A==", "-_==", "AA==AA==", None, b"AA=="]:
            with self.subTest(text=text), self.assertRaises(v.Wrong):
                v.read_base64(text, "it")
        self.assertEqual(v.read_base64("AA==", "it"), b"\x00")

    def test_moments_compare_by_their_fractions(self):
        numbers = [v.read_instant(f"2026-03-02T08:00:0{second}Z", "it")
                   for second in ["0", "0.05", "0.5", "0.50001", "1"]]
        self.assertEqual(numbers, sorted(set(numbers)))

    def test_canonical_text_is_that_of_rfc_8785(self):
        # The sorting example of RFC 8785 3.2.3, and the escapes of 3.2.2.2.
        names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
        ordered = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
        text = v.canonical(v.read_json(json.dumps({name: None for name in names})))
        self.assertEqual(list(json.loads(text)), ordered)
        self.assertEqual(v.canonical("\u20ac$\x0f\n\\/\x7f"), '"\u20ac$\\u000f\\n\\\\/\x7f"')

if __name__ == "__main__":
    unittest.main()

"""Reads a run file and an npz export with nothing but Python's standard library, as docs/formats describes them.

Usage: read_run.py RUN_DB [NPZ]. Prints one line per stream: agent_id slot last_seq receipt. Fails on any disagreement.
"""
import ast
import hashlib
import sqlite3
import struct
import sys
import zipfile
import zlib

SIZES = {1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 6: 4, 7: 8, 8: 8, 9: 4, 10: 8, 11: 1}


class Reader:
    def __init__(self, data, apart=None):
        self.data, self.at, self.apart = data, 0, apart

    def take(self, count):
        assert self.at + count <= len(self.data)
        self.at += count
        return self.data[self.at - count:self.at]

    def unpack(self, form):
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))[0]

    def planes(self, rows, width):
        out = bytearray(rows * width)
        for plane in range(width):
            kind = self.unpack("B")
            assert kind in (0, 1, 2, 3)
            if kind == 3:
                out[plane::width] = coded(self.apart.take(self.unpack("I")), rows)
            else:
                out[plane::width] = self.take(1) * rows if kind == 0 else (self if kind == 1 else self.apart).take(rows)
        return bytes(out)


def coded(data, rows):
    count = data[0] + 1
    symbols, packed, body = data[1:1 + count], data[1 + count:1 + count + (count + 1) // 2], data[1 + count + (count + 1) // 2:]
    lengths = [packed[i // 2] >> (i % 2 * 4) & 15 for i in range(count)]
    assert list(symbols) == sorted(set(symbols)) and min(lengths) >= 1 and max(lengths) <= 11
    codes, code = {}, 0
    for length in range(1, 12):
        code <<= 1
        for symbol, own in zip(symbols, lengths):
            if own == length:
                codes[length, code] = symbol
                code += 1
    assert code == 1 << 11
    out, length, code = bytearray(), 0, 0
    for i in range(8 * len(body)):
        length, code = length + 1, code << 1 | body[i // 8] >> (i % 8) & 1
        if (length, code) in codes:
            out.append(codes[length, code])
            length, code = 0, 0
            if len(out) == rows:
                assert i // 8 == len(body) - 1 and body[-1] >> (i % 8 + 1) == 0
                return out
    raise AssertionError("a coded plane ends before its rows do")


def column(reader, count):
    dtype = reader.unpack("B")
    if dtype == 32:
        lengths = struct.unpack(f"<{count}I", reader.planes(count, 4))
        return dtype, [reader.take(length) for length in lengths]
    shape = [reader.unpack("I") for _ in range(reader.unpack("B"))]
    size = SIZES[dtype]
    elements = 1
    for extent in shape:
        elements *= extent
    transform = reader.unpack("B")
    raw = reader.planes(count, size * elements)
    if transform == 1:
        values = [int.from_bytes(raw[i:i + size], "little") for i in range(0, len(raw), size)]
        for i in range(elements, len(values)):
            values[i] = (values[i] + values[i - elements]) % (1 << 8 * size)
        raw = b"".join(value.to_bytes(size, "little") for value in values)
    width = size * elements
    return dtype, [raw[i * width:(i + 1) * width] for i in range(count)]


def block(encoding, payload):
    apart = Reader(b"")
    if encoding != 1:
        end = 4 + struct.unpack("<I", payload[:4])[0]
        payload, apart = payload[4:end], Reader(payload[end:])
    reader = Reader(zlib.decompress(payload), apart)
    count = reader.unpack("I")
    flags = reader.planes(count, 1)
    episode, step = reader.unpack("q"), reader.unpack("I")
    episode_residues = struct.unpack(f"<{count}q", reader.planes(count, 8))
    step_residues = struct.unpack(f"<{count}i", reader.planes(count, 4))
    episodes, steps = [episode], [step]
    for i in range(1, count):
        episodes.append(episode_residues[i] + episodes[-1] + (1 if flags[i - 1] else 0))
        steps.append(step_residues[i] + (steps[-1] + 1 if episodes[-1] == episodes[-2] else 0))
    rewards = struct.unpack(f"<{count}d", reader.planes(count, 8))
    time, smallest = reader.unpack("q"), reader.unpack("q")
    deltas = struct.unpack(f"<{count}Q", reader.planes(count, 8))
    times = [time]
    for delta in deltas[1:]:
        times.append(times[-1] + delta + smallest)
    actions, observations = column(reader, count), column(reader, count)
    for _ in range(reader.unpack("I")):
        reader.unpack("I")
        reader.take(reader.unpack("I"))
    assert reader.at == len(reader.data) and apart.at == len(apart.data)
    return count, flags, episodes, steps, rewards, times, actions, observations


def canonical(seq, i, flags, episodes, steps, rewards, times, actions, observations):
    values = b"".join(struct.pack("<BI", dtype, len(rows[i])) + rows[i] for dtype, rows in (actions, observations))
    return struct.pack("<qqi", seq, episodes[i], steps[i]) + values + struct.pack("<dB", rewards[i], flags[i])


def receipts(path):
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA application_id").fetchone()[0] == 0x504C5354
    assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    for stream, agent, slot in db.execute("SELECT stream_id, agent_id, slot FROM streams ORDER BY agent_id, slot").fetchall():
        receipt, seq = bytes(32), 0
        chunk = hashlib.sha256(receipt)
        rows = db.execute("SELECT first_seq, encoding, sha256, payload FROM blocks WHERE stream_id = ? ORDER BY first_seq", (stream,))
        for first, encoding, stored, payload in rows:
            assert encoding in (1, 2, 3) and first == seq + 1
            count, *columns = block(encoding, payload)
            for i in range(count):
                seq += 1
                chunk.update(canonical(seq, i, *columns))
                if seq % 4096 == 0:
                    receipt = chunk.digest()
                    chunk = hashlib.sha256(receipt)
            now = receipt if seq % 4096 == 0 else chunk.digest()
            assert now == stored, f"{agent}/{slot}: block {first}: {now.hex()} is not {stored.hex()}"
        print(agent, slot, seq, now.hex())


def arrays(path):
    with zipfile.ZipFile(path) as archive:
        lengths = set()
        for name in archive.namelist():
            data = archive.read(name)
            assert data[:8] == b"\x93NUMPY\x01\x00"
            size = struct.unpack("<H", data[8:10])[0]
            header = ast.literal_eval(data[10:10 + size].decode("latin1"))
            elements = 1
            for extent in header["shape"]:
                elements *= extent
            assert len(data) - 10 - size == elements * int(header["descr"][2:])
            lengths.add(header["shape"][0])
        assert len(lengths) == 1
    try:
        import numpy
    except ImportError:
        return
    with numpy.load(path, allow_pickle=False) as loaded:
        for name in loaded.files:
            assert len(loaded[name]) == list(lengths)[0]


receipts(sys.argv[1])
if len(sys.argv) > 2:
    arrays(sys.argv[2])

using System.Numerics;

namespace Palestra.Gym;

/// <summary>
/// NumPy's SeedSequence: turns a seed of any length into well-mixed words, and spawns independent children. Immutable
/// but for the number of children spawned; not thread-safe.
/// </summary>
public sealed class SeedSequence
{
    [NotTunable("Part of NumPy's SeedSequence: another pool gives other numbers.")]
    private const int PoolWords = 4;
    private readonly uint[] _entropy;
    private readonly uint[] _spawnKey;
    private readonly uint[] _pool = new uint[PoolWords];
    private uint _children;

    /// <param name="seed">0 or more, of any size.</param>
    public SeedSequence(BigInteger seed)
        : this(Words(seed), [])
    {
    }

    private SeedSequence(uint[] entropy, uint[] spawnKey)
    {
        _entropy = entropy;
        _spawnKey = spawnKey;
        Span<uint> assembled = stackalloc uint[Math.Max(PoolWords, entropy.Length) + spawnKey.Length];
        assembled.Clear();
        entropy.CopyTo(assembled);
        var length = entropy.Length;
        if (spawnKey.Length > 0)
        {
            // Padding keeps the key from being taken for entropy of a longer seed.
            length = Math.Max(PoolWords, length);
            spawnKey.CopyTo(assembled[length..]);
            length += spawnKey.Length;
        }

        Mix(assembled[..length]);
    }

    public ReadOnlySpan<uint> Pool => _pool;

    /// <summary>Independent sequences; a second call gives further ones.</summary>
    public SeedSequence[] Spawn(int count)
    {
        var children = new SeedSequence[count];
        for (var i = 0; i < count; i++)
        {
            children[i] = new SeedSequence(_entropy, [.. _spawnKey, _children++]);
        }

        return children;
    }

    public void GenerateState(Span<uint> words)
    {
        var hash = 0x8b51f9ddu;
        for (var i = 0; i < words.Length; i++)
        {
            var value = _pool[i % PoolWords] ^ hash;
            hash *= 0x58f38dedu;
            value *= hash;
            words[i] = value ^ (value >> 16);
        }
    }

    /// <summary>Two 32-bit words each, the low one first.</summary>
    public void GenerateState(Span<ulong> words)
    {
        Span<uint> halves = stackalloc uint[words.Length * 2];
        GenerateState(halves);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = halves[2 * i] | ((ulong)halves[(2 * i) + 1] << 32);
        }
    }

    private static uint[] Words(BigInteger seed)
    {
        if (seed.Sign < 0)
        {
            throw new GymException($"Seed {seed} is not allowed: seeds are 0 or more.");
        }

        var words = new List<uint>();
        do
        {
            words.Add((uint)(seed & uint.MaxValue));
            seed >>= 32;
        }
        while (!seed.IsZero);
        return [.. words];
    }

    private static uint Combine(uint x, uint y)
    {
        var value = (0xca01f9ddu * x) - (0x4973f715u * y);
        return value ^ (value >> 16);
    }

    private void Mix(ReadOnlySpan<uint> entropy)
    {
        var hash = 0x43b0d7e5u;
        for (var i = 0; i < PoolWords; i++)
        {
            _pool[i] = Hash(i < entropy.Length ? entropy[i] : 0, ref hash);
        }

        for (var from = 0; from < PoolWords; from++)
        {
            for (var to = 0; to < PoolWords; to++)
            {
                if (from != to)
                {
                    _pool[to] = Combine(_pool[to], Hash(_pool[from], ref hash));
                }
            }
        }

        for (var from = PoolWords; from < entropy.Length; from++)
        {
            for (var to = 0; to < PoolWords; to++)
            {
                _pool[to] = Combine(_pool[to], Hash(entropy[from], ref hash));
            }
        }
    }

    private static uint Hash(uint value, ref uint hash)
    {
        value ^= hash;
        hash *= 0x931e8875u;
        value *= hash;
        return value ^ (value >> 16);
    }
}

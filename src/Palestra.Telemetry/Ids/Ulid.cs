using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Palestra.Telemetry;

/// <summary>
/// ULIDs (github.com/ulid/spec): 48 bits of Unix milliseconds and 80 random bits, as 26 characters of Crockford's
/// base 32. They sort by time of creation as plain text.
/// </summary>
internal static class Ulid
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;
    [NotTunable("Crockford's base 32 has five bits a character.")]
    private const int BitsPerCharacter = 5;

    public static string Next(TimeProvider clock)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, clock.GetUtcNow().ToUnixTimeMilliseconds() << 16);
        RandomNumberGenerator.Fill(bytes[6..]);
        var bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);

        return string.Create(Length, bits, static (text, rest) =>
        {
            for (var i = Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(rest & 31)];
                rest >>= BitsPerCharacter;
            }
        });
    }
}

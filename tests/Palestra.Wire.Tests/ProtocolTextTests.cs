using System.Text;

namespace Palestra.Wire.Tests;

public sealed class ProtocolTextTests
{
    [Theory]
    [InlineData("plain text: 'quoted', ~tilde", "plain text: 'quoted', ~tilde")]
    [InlineData("100 %", "100 %25")]
    [InlineData("ü\n🎬", "%C3%BC%0A%F0%9F%8E%AC")]
    [InlineData("", "")]
    public void Status_sentences_are_percent_encoded(string text, string encoded)
    {
        Assert.Equal(encoded, GrpcProtocol.EncodeMessage(text));
        Assert.Equal(text, GrpcProtocol.DecodeMessage(encoded));
    }

    [Fact]
    public void A_very_long_sentence_is_cut_visibly_and_stays_within_header_limits()
    {
        var encoded = GrpcProtocol.EncodeMessage(new string('ü', 100_000));
        Assert.InRange(encoded.Length, 4000, 4200);
        Assert.EndsWith("…", GrpcProtocol.DecodeMessage(encoded), StringComparison.Ordinal);
        Assert.True(Encoding.ASCII.GetByteCount(encoded) == encoded.Length);
    }

    [Theory]
    [InlineData("1H", 3600)]
    [InlineData("2M", 120)]
    [InlineData("90S", 90)]
    [InlineData("1500m", 1.5)]
    [InlineData("2500000u", 2.5)]
    [InlineData("99999999n", 0.0999999)]
    public void Timeouts_are_read_in_every_unit(string text, double seconds)
    {
        Assert.True(GrpcProtocol.TryParseTimeout(text, out var timeout));
        Assert.Equal(seconds, timeout.TotalSeconds, 1e-7);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("-5S")]
    [InlineData("+5S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("5 S")]
    [InlineData("5s")]
    public void Other_timeouts_are_not(string text) => Assert.False(GrpcProtocol.TryParseTimeout(text, out _));

    [Theory]
    [InlineData(0.0000001)]
    [InlineData(0.25)]
    [InlineData(3600)]
    [InlineData(86400 * 400.0)]
    public void A_timeout_survives_its_text(double seconds)
    {
        var timeout = TimeSpan.FromSeconds(seconds);
        Assert.True(GrpcProtocol.TryParseTimeout(GrpcProtocol.FormatTimeout(timeout), out var read));
        Assert.InRange(read.TotalSeconds, seconds * 0.99, Math.Max(seconds, 0.000001));
    }

    [Fact]
    public void The_longest_timeout_has_a_text_too() =>
        Assert.True(GrpcProtocol.TryParseTimeout(GrpcProtocol.FormatTimeout(TimeSpan.MaxValue), out _));
}

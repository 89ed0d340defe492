using Microsoft.CodeAnalysis;

namespace Palestra.Settings.Analyzers.Tests;

/// <summary>P-ORIGIN: which numbers must be settings.</summary>
public sealed class TunableTests
{
    [Theory]
    [InlineData("const int MaxRetries = 5;")]
    [InlineData("const int BufferBytes = 64 * 1024;")]
    [InlineData("const int Capacity = 1 << 16;")]
    [InlineData("const double RateHz = 30;")]
    [InlineData("const long MAX_QUEUE = 10_000L;")]
    [InlineData("static readonly int Port = 7380;")]
    [InlineData("static readonly int? FallbackPort = 7380;")]
    [InlineData("static readonly double[] Buckets = [0.1, 0.5, 2.5];")]
    [InlineData("static readonly IReadOnlyList<int> BackoffMs = new[] { 100, 200 };")]
    [InlineData("int _depth = -3;")]
    [InlineData("public int BatchSize { get; init; } = 512;")]
    [InlineData("public int QueueCapacity => 512;")]
    [InlineData("public int QueueCapacity { get { return 512; } }")]
    [InlineData("void M(int limit = 100) { }")]
    [InlineData("internal C(int limit = 100) { }")]
    [InlineData("record R(int Limit = 100);")]
    [InlineData("void M() { const int MaxAttempts = 3; }")]
    [InlineData("void M() { var attempts = 3; }")]
    [InlineData("object M() => new Queue<int>(capacity: 1024);")]
    [InlineData("int Limit { get; set; } void M() { Limit = 20; }")]
    [InlineData("int Limit { get; init; } C M() => new() { Limit = 20 };")]
    [InlineData("Queue<int> M(int? given) => new(capacity: given ?? 100);")]
    [InlineData("Queue<int> M(bool many, int given) => new(capacity: many ? 100 : given);")]
    [InlineData("static int Header; const int HeaderBytes = 8 + sizeof(int);")]
    public async Task A_number_with_the_name_of_a_tunable_is_an_error(string member)
    {
        var said = Assert.Single(await Compiler.DiagnoseAsync($"class C {{ {member} }}"));

        Assert.Equal("PAL0001", said.Id);
        Assert.Equal(DiagnosticSeverity.Error, said.Severity);
    }

    [Theory]
    [InlineData("static readonly TimeSpan Nap = TimeSpan.FromSeconds(5);")]
    [InlineData("static readonly TimeSpan Nap = TimeSpan.FromSeconds(1);")]
    [InlineData("static readonly TimeSpan Nap = TimeSpan.FromMinutes(1.5);")]
    [InlineData("static readonly TimeSpan Nap = new(0, 0, 30);")]
    [InlineData("static readonly TimeSpan Nap = 2 * TimeSpan.FromSeconds(1);")]
    [InlineData("public TimeSpan Nap { get; init; } = TimeSpan.FromHours(2);")]
    [InlineData("public TimeSpan Nap => TimeSpan.FromTicks(100);")]
    [InlineData("public (TimeSpan Least, TimeSpan Most) Nap { get; } = (TimeSpan.Zero, TimeSpan.FromDays(2));")]
    [InlineData("TimeSpan[] _naps = [TimeSpan.FromSeconds(3)];")]
    [InlineData("System.Threading.Tasks.Task M() => System.Threading.Tasks.Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);")]
    [InlineData("bool M(TimeSpan waited) => waited > TimeSpan.FromSeconds(10);")]
    [InlineData("void M() { var nap = TimeSpan.FromSeconds(5); }")]
    public async Task A_duration_made_of_numbers_is_an_error_whatever_its_name_and_place(string member) =>
        Assert.Equal(["PAL0001"], await Compiler.IdsAsync($"class C {{ {member} }}"));

    [Theory]
    [InlineData("const int MaxRetries = 0;")]
    [InlineData("const int MaxRetries = 1;")]
    [InlineData("const int MaxRetries = -1;")]
    [InlineData("const int MaxRetries = int.MaxValue;")]
    [InlineData("static readonly TimeSpan Timeout = TimeSpan.Zero;")]
    [InlineData("static readonly TimeSpan Timeout = System.Threading.Timeout.InfiniteTimeSpan;")]
    [InlineData("static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);")]
    [InlineData("const int Answer = 42;")]
    [InlineData("const double Pi = 3.14159;")]
    [InlineData("const string Limit = \"20\";")]
    [InlineData("const double MillisecondsPerSecond = 1000;")]
    [InlineData("int M(int x) => Math.Clamp(x, 3, 255) + Math.Max(x, 7) + int.Clamp(x, 2, 9);")]
    [InlineData("byte[] M(byte[] bytes) => bytes.AsSpan(4, 8).ToArray();")]
    [InlineData("static int Given; int MaxRetries = Given * 2;")]
    [InlineData("enum E { MaxRetries = 5, Timeout = 30 }")]
    [InlineData("TimeSpan Nap(double rate) => TimeSpan.FromSeconds(1 / rate);")]
    public async Task Nothing_infinity_mathematics_and_numbers_of_other_names_are_free(string member) =>
        Assert.Empty(await Compiler.IdsAsync($"class C {{ {member} }}"));

    [Fact]
    public async Task A_value_computed_from_constants_alone_is_judged_where_they_stand()
    {
        var said = await Compiler.DiagnoseAsync("class C { const int Rows = 8; const int RowBytes = 16; const int PageBytes = Rows * RowBytes; }");

        Assert.Equal(["'Rows'", "'RowBytes'"], said.Select(diagnostic => diagnostic.GetMessage().Split(' ')[0]));
    }

    [Fact]
    public async Task The_message_says_which_setting_to_write()
    {
        var said = Assert.Single(await Compiler.DiagnoseAsync("class C { const int _maxQueueBytes = 4096; }"));

        Assert.Equal(
            "'_maxQueueBytes' is a tunable (its name says 'max'), and 4096 is written in the code. Make it a setting,"
                + " [Setting(\"max_queue_bytes\", \"…\", Unit = \"…\", Min = …, Max = …)] public int MaxQueueBytes { get; init; },"
                + " in the [SettingsGroup] record of this room; or, if nobody could ever want another value, say why: [NotTunable(\"…\")].",
            said.GetMessage());
    }

    [Fact]
    public async Task The_error_points_at_the_number()
    {
        const string Source = "class C { const int Limit = 2 * 8; }";

        var said = Assert.Single(await Compiler.DiagnoseAsync(Source));

        Assert.Equal(Source.IndexOf('2', StringComparison.Ordinal), said.Location.SourceSpan.Start);
    }

    [Theory]
    [InlineData("MaxBatchBytes", "max batch bytes")]
    [InlineData("_maxBatchBytes", "max batch bytes")]
    [InlineData("MAX_BATCH_BYTES", "max batch bytes")]
    [InlineData("TTLSeconds", "ttl seconds")]
    [InlineData("Mean100Hz", "mean hz")]
    [InlineData("_", "")]
    public void Words_are_found_in_every_way_of_writing_names(string identifier, string words) =>
        Assert.Equal(words, string.Join(' ', TunableWords.Split(identifier)));
}

namespace Palestra.Bench;

/// <summary>Which way a figure gets better.</summary>
public enum Better
{
    Higher,
    Lower,
}

/// <summary>One row of <c>palestra bench</c>. What each name measures: docs/benchmarks.md.</summary>
public sealed record BenchResult
{
    public required string Name { get; init; }

    /// <summary>Median over the rounds, in <see cref="Unit"/>.</summary>
    public required double Value { get; init; }

    public required string Unit { get; init; }

    /// <summary>What it was compared with, measured in the same run, round by round in turn.</summary>
    public required string Baseline { get; init; }

    /// <summary>Median of the baseline over the rounds, in <see cref="Unit"/>.</summary>
    public required double BaselineValue { get; init; }

    /// <summary>Value by baseline: the median of the ratios of each round, so that a slow minute of the machine hits both.</summary>
    public required double Ratio { get; init; }

    public required double RatioMin { get; init; }

    public required double RatioMax { get; init; }

    public required Better Better { get; init; }

    public required double Median { get; init; }

    public required double Min { get; init; }

    public required double Max { get; init; }

    public required int Rounds { get; init; }

    /// <summary>What is to be reached, in words; <c>null</c> where nothing is promised.</summary>
    public string? Target { get; init; }

    /// <summary>Whether this run reached it.</summary>
    public bool? Met { get; init; }
}

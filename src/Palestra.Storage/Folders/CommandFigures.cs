namespace Palestra.Storage;

/// <summary>
/// What was asked of a run while it ran, among its figures (docs/formats/run-file.md): where it is absent, the manifest
/// still holds.
/// </summary>
public static class CommandFigures
{
    private const string RateName = "command.rate_hz";
    private const string ModeName = "command.telemetry_mode";

    /// <param name="rateHz">Steps per second; 0 for as fast as it goes.</param>
    /// <param name="mode"><c>null</c>: nobody asked for one.</param>
    public static IReadOnlyDictionary<string, double> Of(double rateHz, TelemetryMode? mode)
    {
        var figures = new Dictionary<string, double> { [RateName] = rateHz };
        if (mode is { } asked)
        {
            figures[ModeName] = (double)asked;
        }

        return figures;
    }

    public static double? RateHz(IReadOnlyDictionary<string, double> figures) =>
        figures.TryGetValue(RateName, out var rate) ? rate : null;

    /// <returns><c>null</c> where there is none, or one that only a newer program knows.</returns>
    public static TelemetryMode? Mode(IReadOnlyDictionary<string, double> figures) =>
        figures.TryGetValue(ModeName, out var number) && number is >= 0 and <= byte.MaxValue && number == (int)number
        && Enum.IsDefined((TelemetryMode)(int)number) ? (TelemetryMode)(int)number : null;
}

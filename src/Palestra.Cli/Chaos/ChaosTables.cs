using System.Globalization;
using Spectre.Console;

namespace Palestra.Cli.Chaos;

/// <summary>The report for people.</summary>
internal static class ChaosTables
{
    public static void Print(ChaosReport report)
    {
        var faults = new Table().Border(TableBorder.None).AddColumns("fault", "injected", "survived", "longest recovery", "");
        foreach (var fault in report.Faults)
        {
            faults.AddRow(
                fault.Fault, Text(fault.Injected), Text(fault.Survived),
                fault.LongestRecoverySeconds is { } seconds ? $"{Text(seconds)} s" : "",
                Markup.Escape(fault.Skipped is { } why ? $"skipped: {why}" : ""));
        }

        Results.Console.Write(faults);
        var killed = report.Runs.Count(run => run.WorkerKilled);
        Line($"seed {report.Seed}, {report.DurationSeconds:0.0} s, {report.DaemonStarts} daemons, {report.Runs.Count} runs ({killed} with their worker killed), {report.Steps:N0} steps sound");
        foreach (var problem in report.Problems)
        {
            Line($"PROBLEM: {problem}");
        }

        if (report.DataDir is null)
        {
            Line($"All survived: every run is complete and equal to its undisturbed twin.");
        }
        else
        {
            Line($"{report.Problems.Count} problems; the data folder is kept: {report.DataDir}");
        }
    }

    private static void Line(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

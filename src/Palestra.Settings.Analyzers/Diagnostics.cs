using Microsoft.CodeAnalysis;

namespace Palestra.Settings.Analyzers;

/// <summary>What the analyzer says. All are errors: a warning would be lived with.</summary>
public static class Diagnostics
{
    private const string Category = "Palestra.Settings";

    public static readonly DiagnosticDescriptor Tunable = new(
        "PAL0001",
        "A tunable stands outside the settings registry",
        "'{0}' is a tunable ({1}), and {2} is written in the code. Make it a setting, {3}, in the [SettingsGroup] record of this room;"
            + " or, if nobody could ever want another value, say why: [NotTunable(\"…\")].",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor ReasonMissing = new(
        "PAL0002",
        "An exemption gives no reason",
        "[NotTunable] of '{0}' gives no reason: write in words, at least three of them, why nobody could want another value",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NothingExempted = new(
        "PAL0003",
        "An exemption exempts nothing",
        "[NotTunable] of '{0}' exempts nothing: no number here looks like a tunable. Delete it.",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        customTags: WellKnownDiagnosticTags.CompilationEnd);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Palestra.Settings.Analyzers;

/// <summary>
/// PAL0001: a number that is a tunable by its type or its name stands outside a settings record (P-ORIGIN); PAL0002 and
/// PAL0003: an exemption without a reason, or without an effect. README.md of this project says what a tunable is.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TunableAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Diagnostics.Tunable, Diagnostics.ReasonMissing, Diagnostics.NothingExempted];

    public override void Initialize(AnalysisContext context)
    {
        // Generated code (protobuf messages, regular expressions) is nobody's choice.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static compilation =>
        {
            var exemptions = new Exemptions();
            compilation.RegisterOperationAction(
                operation => CheckNumber(operation, exemptions),
                OperationKind.FieldInitializer, OperationKind.PropertyInitializer, OperationKind.ParameterInitializer,
                OperationKind.VariableDeclarator, OperationKind.Return, OperationKind.Argument, OperationKind.SimpleAssignment);
            compilation.RegisterOperationAction(
                operation => CheckDuration(operation, exemptions), OperationKind.Invocation, OperationKind.ObjectCreation);
            compilation.RegisterSyntaxNodeAction(exemptions.Declare, SyntaxKind.Attribute);
            compilation.RegisterCompilationEndAction(exemptions.ReportUnused);
        });
    }

    private static void CheckNumber(OperationAnalysisContext context, Exemptions exemptions)
    {
        if (Place.Of(context.Operation, context.ContainingSymbol) is { } place
            && Types.IsNumeric(place.Type)
            && TunableWords.FindIn(place.Name, place.Words) is { } word
            && Literals.ChosenIn(place.Value) is { } literal)
        {
            Report(context, exemptions, place, literal, $"its name says '{word}'", isDuration: false);
        }
    }

    /// <summary>A duration made of nothing but numbers is a tunable wherever it stands and whatever its name.</summary>
    private static void CheckDuration(OperationAnalysisContext context, Exemptions exemptions)
    {
        var arguments = context.Operation switch
        {
            IInvocationOperation { TargetMethod: { IsStatic: true } method } call when Types.IsTimeSpan(method.ContainingType) => call.Arguments,
            IObjectCreationOperation creation when Types.IsTimeSpan(creation.Type) => creation.Arguments,
            _ => [],
        };
        if (Literals.ChosenInDuration(arguments) is { } literal)
        {
            Report(context, exemptions, Place.OfDuration(context.Operation, context.ContainingSymbol), literal, "a duration", isDuration: true);
        }
    }

    private static void Report(
        OperationAnalysisContext context, Exemptions exemptions, Place place, LiteralExpressionSyntax literal, string why, bool isDuration)
    {
        if (literal.FirstAncestorOrSelf<AttributeSyntax>() is null && !exemptions.Cover(place.Owner))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Diagnostics.Tunable, literal.GetLocation(), place.Name, why, literal.Token.Text, Hint.For(place, isDuration)));
        }
    }
}

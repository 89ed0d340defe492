using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Palestra.Settings.Analyzers;

/// <summary>
/// Where numbers may stand in one compilation: in settings records, in enums, and below <c>[NotTunable]</c>. Remembers
/// which of the attributes did something. Thread-safe.
/// </summary>
internal sealed class Exemptions
{
    private const string NotTunable = "Palestra.NotTunableAttribute";
    private const string SettingsGroup = "Palestra.Settings.SettingsGroupAttribute";
    private const int LeastWords = 3;

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    private readonly ConcurrentDictionary<AttributeSyntax, string> _declared = new();
    private readonly ConcurrentDictionary<SyntaxNode, bool> _used = new();

    /// <summary>True if the symbol or anything around it may hold numbers; notes the attribute that allowed it.</summary>
    public bool Cover(ISymbol symbol)
    {
        for (var around = symbol; around is not null and not INamespaceSymbol; around = around.ContainingSymbol)
        {
            if (around is INamedTypeSymbol { TypeKind: TypeKind.Enum }
                || Allows(around)
                || (around is IMethodSymbol { AssociatedSymbol: { } member } && Allows(member)))
            {
                return true;
            }
        }

        return symbol.ContainingAssembly is { } assembly && Allows(assembly);
    }

    /// <summary>Takes note of a <c>[NotTunable]</c> and demands its reason.</summary>
    public void Declare(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol?.ContainingType?.ToDisplayString() != NotTunable)
        {
            return;
        }

        var target = context.ContainingSymbol?.Name is { Length: > 0 } name ? name : "the assembly";
        _declared[attribute] = target;
        var reason = attribute.ArgumentList?.Arguments.FirstOrDefault()?.Expression;
        var text = reason is null ? null : context.SemanticModel.GetConstantValue(reason, context.CancellationToken).Value as string;
        if ((text ?? "").Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetter)) < LeastWords)
        {
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.ReasonMissing, attribute.GetLocation(), target));
        }
    }

    public void ReportUnused(CompilationAnalysisContext context)
    {
        foreach (var declared in _declared)
        {
            if (!_used.ContainsKey(declared.Key))
            {
                context.ReportDiagnostic(Diagnostic.Create(Diagnostics.NothingExempted, declared.Key.GetLocation(), declared.Value));
            }
        }
    }

    private bool Allows(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            switch (attribute.AttributeClass?.ToDisplayString())
            {
                case SettingsGroup:
                    return true;
                case NotTunable:
                    if (attribute.ApplicationSyntaxReference is { } written)
                    {
                        _used[written.GetSyntax()] = true;
                    }

                    return true;
            }
        }

        return false;
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Palestra.Settings.Analyzers.Tests;

/// <summary>The real compiler with the real generator and analyzer, on a few lines of source.</summary>
internal static class Compiler
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>What the analyzer says of the sources, by place. The sources must compile.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> DiagnoseAsync(params string[] sources)
    {
        var compilation = Compile("Checked", sources);
        Assert.Empty(Errors(compilation));
        var said = await compilation.WithAnalyzers([new TunableAnalyzer()]).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        Assert.DoesNotContain(said, diagnostic => diagnostic.Id == "AD0001");
        return [.. said.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>The ids alone.</summary>
    public static async Task<string[]> IdsAsync(params string[] sources) =>
        [.. (await DiagnoseAsync(sources)).Select(diagnostic => diagnostic.Id)];

    public static CSharpCompilation Compile(string assembly, string[] sources, params MetadataReference[] more)
    {
        var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var usings = CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using Palestra;", parse);
        var trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, parse, $"Source{i}.cs"));
        var compilation = CSharpCompilation.Create(
            assembly, [usings, .. trees], [.. References, .. more],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new NotTunableGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems);
        Assert.Empty(problems);
        return (CSharpCompilation)generated;
    }

    /// <summary>Errors, and the warning that a type of ours hides one of a neighbour.</summary>
    public static ImmutableArray<Diagnostic> Errors(Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id == "CS0436")];
}

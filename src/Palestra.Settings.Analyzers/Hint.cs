using Microsoft.CodeAnalysis;

namespace Palestra.Settings.Analyzers;

/// <summary>The declaration that would be right instead, to copy from the message.</summary>
internal static class Hint
{
    public static string For(Place place, bool isDuration)
    {
        var words = TunableWords.Split(place.Name);
        var key = string.Join("_", words);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
        var type = isDuration ? "TimeSpan" : place.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        var unit = isDuration ? "s" : "…";
        return $"[Setting(\"{key}\", \"…\", Unit = \"{unit}\", Min = …, Max = …)] public {type} {name} {{ get; init; }}";
    }
}

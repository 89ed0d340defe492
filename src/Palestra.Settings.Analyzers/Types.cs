using Microsoft.CodeAnalysis;

namespace Palestra.Settings.Analyzers;

/// <summary>The types of values that can be tunables.</summary>
internal static class Types
{
    public static bool IsTimeSpan(ITypeSymbol? type) =>
        type is { Name: "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>A number, or several: <c>int</c>, <c>int?</c>, <c>int[]</c>, <c>IReadOnlyList&lt;int&gt;</c>.</summary>
    public static bool IsNumeric(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => IsNumber(array.ElementType),
        INamedTypeSymbol { IsGenericType: true, TypeArguments.Length: 1 } generic => IsNumber(generic.TypeArguments[0]),
        _ => IsNumber(type),
    };

    /// <summary><c>Math.Clamp(x, 0, 255)</c>: the parameters of the library's mathematics are called min and max whatever they limit.</summary>
    public static bool IsMathematics(ITypeSymbol? type) =>
        IsNumber(type)
        || type is { Name: "Math" or "MathF" or "BitOperations", ContainingNamespace: { Name: "System" or "Numerics" } };

    private static bool IsNumber(ITypeSymbol? type) => type?.SpecialType
        is SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
        or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
        or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal
        or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
}

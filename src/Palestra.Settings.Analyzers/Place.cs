using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Palestra.Settings.Analyzers;

/// <summary>What gets a value, under which name and of which type, and whose exemption counts for it.</summary>
internal readonly struct Place(string name, ITypeSymbol type, ISymbol owner, IOperation value)
{
    public string Name { get; } = name;

    public ITypeSymbol Type { get; } = type;

    /// <summary>Of something declared here it is that; of a call or an assignment it is the code around it.</summary>
    public ISymbol Owner { get; } = owner;

    public IOperation Value { get; } = value;

    /// <summary>The words that make its name that of a tunable.</summary>
    public ImmutableHashSet<string> Words => Value.Parent is IArgumentOperation ? TunableWords.Anywhere : TunableWords.Declared;

    /// <summary>Null for an operation that gives nothing a value, or gives it to what has no name.</summary>
    public static Place? Of(IOperation operation, ISymbol around) => operation switch
    {
        IFieldInitializerOperation { InitializedFields: { IsEmpty: false } fields } field =>
            new Place(fields[0].Name, fields[0].Type, fields[0], field.Value),
        IPropertyInitializerOperation { InitializedProperties: { IsEmpty: false } properties } property =>
            new Place(properties[0].Name, properties[0].Type, properties[0], property.Value),
        IParameterInitializerOperation { Parameter: { } parameter } initializer =>
            new Place(parameter.Name, parameter.Type, parameter, initializer.Value),
        IVariableDeclaratorOperation { Symbol: { } local } declarator when declarator.GetVariableInitializer() is { } initializer =>
            new Place(local.Name, local.Type, local, initializer.Value),
        IReturnOperation { ReturnedValue: { } value } when PropertyOf(around) is { } property =>
            new Place(property.Name, property.Type, around, value),
        // The number in FromSeconds(5) is judged with the duration it makes.
        IArgumentOperation { IsImplicit: false, Parameter: { } parameter } argument
            when !Types.IsMathematics(parameter.ContainingType) && !Types.IsTimeSpan(parameter.ContainingType) =>
            new Place(parameter.Name, parameter.Type, around, argument.Value),
        ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: { } field } } assignment =>
            new Place(field.Name, field.Type, around, assignment.Value),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { } property } } assignment =>
            new Place(property.Name, property.Type, around, assignment.Value),
        _ => null,
    };

    /// <summary>What a duration becomes: the nearest place around the call that makes it; without one, the code around it.</summary>
    public static Place OfDuration(IOperation duration, ISymbol around)
    {
        for (var outer = duration.Parent; outer is not null and not IBlockOperation; outer = outer.Parent)
        {
            if (Of(outer, around) is { } place)
            {
                return place;
            }
        }

        return new Place(around.Name, duration.Type!, around, duration);
    }

    private static IPropertySymbol? PropertyOf(ISymbol around) =>
        around is IMethodSymbol { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: IPropertySymbol { IsIndexer: false } property } ? property : null;
}

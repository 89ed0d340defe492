using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Palestra.Settings.Analyzers;

/// <summary>
/// Finds the number that a person chose in a value. Only values made of nothing but numbers count: literals, arithmetic,
/// conversions, named constants (judged where they are declared) and lists of those.
/// </summary>
internal static class Literals
{
    /// <summary>The first literal of a numeric value that stands for a choice, or null: there is none, or the value is more than numbers.</summary>
    /// <remarks>Of <c>given ?? 100</c> and <c>wide ? given : 100</c> each way is a value of its own.</remarks>
    public static LiteralExpressionSyntax? ChosenIn(IOperation value)
    {
        LiteralExpressionSyntax? chosen = null;
        return value switch
        {
            ICoalesceOperation either => ChosenIn(either.Value) ?? ChosenIn(either.WhenNull),
            IConditionalOperation either => ChosenIn(either.WhenTrue) ?? (either.WhenFalse is { } other ? ChosenIn(other) : null),
            IConversionOperation { OperatorMethod: null } conversion => ChosenIn(conversion.Operand),
            _ => IsNumbersOnly(value, oneCounts: false, ref chosen) ? chosen : null,
        };
    }

    /// <summary>The same for the arguments of a call that makes a duration: one second is as much a choice as two.</summary>
    public static LiteralExpressionSyntax? ChosenInDuration(IEnumerable<IArgumentOperation> arguments)
    {
        LiteralExpressionSyntax? chosen = null;
        foreach (var argument in arguments)
        {
            // FromMinutes(5) has further parameters, whose defaults nobody wrote.
            if (!argument.IsImplicit && !IsNumbersOnly(argument.Value, oneCounts: true, ref chosen))
            {
                return null;
            }
        }

        return chosen;
    }

    private static bool IsNumbersOnly(IOperation value, bool oneCounts, ref LiteralExpressionSyntax? chosen)
    {
        switch (value)
        {
            case ILiteralOperation { Syntax: LiteralExpressionSyntax syntax } literal when syntax.IsKind(SyntaxKind.NumericLiteralExpression):
                chosen ??= IsChoice(literal.ConstantValue.Value, oneCounts) ? syntax : null;
                return true;
            case IFieldReferenceOperation { Field: { IsConst: true } or { IsStatic: true, IsReadOnly: true } }:
            case ILocalReferenceOperation { Local.IsConst: true }:
            case ISizeOfOperation:
                return true;
            case IUnaryOperation unary:
                return IsNumbersOnly(unary.Operand, oneCounts, ref chosen);
            case IConversionOperation { OperatorMethod: null } conversion:
                return IsNumbersOnly(conversion.Operand, oneCounts, ref chosen);
            case IParenthesizedOperation parenthesized:
                return IsNumbersOnly(parenthesized.Operand, oneCounts, ref chosen);
            case IBinaryOperation binary:
                // The one of "that minus one" belongs to the arithmetic.
                return IsNumbersOnly(binary.LeftOperand, oneCounts: false, ref chosen)
                    && IsNumbersOnly(binary.RightOperand, oneCounts: false, ref chosen);
            case IArrayCreationOperation { Initializer: { } elements }:
                return AreNumbersOnly(elements.ElementValues, ref chosen);
            case ICollectionExpressionOperation list:
                return AreNumbersOnly(list.Elements, ref chosen);
            default:
                return false;
        }
    }

    private static bool AreNumbersOnly(IEnumerable<IOperation> values, ref LiteralExpressionSyntax? chosen)
    {
        foreach (var value in values)
        {
            if (!IsNumbersOnly(value, oneCounts: false, ref chosen))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Nought and one say none, first, once: no choice. (The sign of -1 is an operation of its own.)</summary>
    private static bool IsChoice(object? number, bool oneCounts)
    {
        var size = Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture);
        return size != 0 && (oneCounts || size != 1);
    }
}

using System.Globalization;

namespace Palestra.Gym.Classic;

/// <summary>The reset options <c>low</c> and <c>high</c>: between what the numbers of a first state are drawn.</summary>
internal readonly record struct ResetRange(double Low, double High)
{
    /// <summary>Both options, allowed from -<paramref name="bound"/> to <paramref name="bound"/>.</summary>
    public IReadOnlyList<ParameterSpec> Specs(double bound, string what) =>
    [
        ParameterSpec.Float("low", Low, -bound, bound, $"Smallest {what} of the first state."),
        ParameterSpec.Float("high", High, -bound, bound, $"Largest {what} of the first state."),
    ];

    /// <summary>This range where the caller gave no options.</summary>
    /// <exception cref="ParameterException">low is above high.</exception>
    public ResetRange Or(ParameterValues? options)
    {
        if (options is null)
        {
            return this;
        }

        var given = new ResetRange(options.Float("low"), options.Float("high"));
        return given.Low <= given.High ? given : throw new ParameterException(
        [
            new ParameterError("low", string.Create(
                CultureInfo.InvariantCulture,
                $"Reset option 'low' is {given.Low} and 'high' is {given.High}, which is not allowed: low must not be above high.")),
        ]);
    }

    public double Draw(NumpyRandom random) => random.Uniform(Low, High);
}

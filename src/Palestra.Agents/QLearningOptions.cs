using Palestra.Gym;

namespace Palestra.Agents;

/// <summary>Parameters of <see cref="QLearning"/>, in the symbols of the paper. Defaults stand in the initialisers.</summary>
[NotTunable("Parameters of a run: each is a ParameterSpec with range and help, chosen run by run and kept in the manifest.")]
public sealed record QLearningOptions
{
    private static readonly QLearningOptions Default = new();

    /// <summary>α: step size of the first visit to a state-action pair.</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>How fast α falls with visits n of a pair: α / (1 + decay (n - 1)). 0 keeps it constant.</summary>
    public double AlphaDecay { get; init; } = 0.01;

    /// <summary>α does not fall below this.</summary>
    public double AlphaEnd { get; init; } = 0.01;

    /// <summary>γ: worth of a reward one step later.</summary>
    public double Gamma { get; init; } = 0.99;

    /// <summary>ε: probability of a random action in the first step.</summary>
    public double EpsilonStart { get; init; } = 1;

    /// <summary>ε from <see cref="EpsilonSteps"/> on.</summary>
    public double EpsilonEnd { get; init; } = 0.01;

    /// <summary>Steps over which ε goes linearly from start to end.</summary>
    public long EpsilonSteps { get; init; } = 10_000;

    /// <summary>What every pair is worth before it was tried.</summary>
    public double InitialQ { get; init; } = 0.5;

    public bool Train { get; init; } = true;

    /// <summary>Folder of a saved table; empty starts afresh.</summary>
    public string Load { get; init; } = string.Empty;

    internal static IReadOnlyList<ParameterSpec> Parameters { get; } =
    [
        ParameterSpec.Float("alpha", Default.Alpha, 0, 1, "α, the step size at the first visit of a state-action pair; larger learns faster and forgets faster."),
        ParameterSpec.Float("alpha_decay", Default.AlphaDecay, 0, 1, "How fast α falls with the visits n of a pair: α / (1 + alpha_decay (n - 1)); 0 keeps it constant."),
        ParameterSpec.Float("alpha_end", Default.AlphaEnd, 0, 1, "α never falls below this."),
        ParameterSpec.Float("gamma", Default.Gamma, 0, 1, "γ, the worth of a reward one step later; near 1 looks far ahead."),
        ParameterSpec.Float("epsilon_start", Default.EpsilonStart, 0, 1, "ε, the probability of a random action, at the first step.", "probability"),
        ParameterSpec.Float("epsilon_end", Default.EpsilonEnd, 0, 1, "ε once epsilon_steps are done.", "probability"),
        ParameterSpec.Int("epsilon_steps", Default.EpsilonSteps, 1, null, "Steps over which ε goes linearly from start to end.", "steps"),
        ParameterSpec.Float("initial_q", Default.InitialQ, null, null, "What every action is thought to be worth before it was tried; above the true value makes the learner try everything (optimism)."),
        ParameterSpec.Bool("train", Default.Train, "Whether to explore and learn; false acts greedily and leaves the table as it is (evaluation)."),
        ParameterSpec.Text("load", Default.Load, "Folder with a saved table to start from; empty starts afresh."),
    ];

    internal static QLearningOptions From(ParameterValues values) => new()
    {
        Alpha = values.Float("alpha"),
        AlphaDecay = values.Float("alpha_decay"),
        AlphaEnd = values.Float("alpha_end"),
        Gamma = values.Float("gamma"),
        EpsilonStart = values.Float("epsilon_start"),
        EpsilonEnd = values.Float("epsilon_end"),
        EpsilonSteps = values.Int("epsilon_steps"),
        InitialQ = values.Float("initial_q"),
        Train = values.Bool("train"),
        Load = values.Text("load"),
    };
}

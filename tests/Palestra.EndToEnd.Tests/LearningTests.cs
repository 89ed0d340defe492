using System.Globalization;

namespace Palestra.EndToEnd.Tests;

public sealed class LearningTests
{
    [Fact]
    public void Greedy_evaluation_after_the_training_of_the_demo_clearly_beats_random()
    {
        using var shell = new Shell();
        var demo = Palestra.Trainer.DemoRequest.Create();
        string[] parameters = [.. demo.Params.SelectMany(parameter => new[] { "--param", $"{parameter.Key}={parameter.Value.GetRawText()}" })];
        string[] training = ["run", demo.EnvId, "--algo", demo.Algorithm!, "--steps", demo.Steps!.Value.ToString(CultureInfo.InvariantCulture), "--seed", "5", "--run-id", "trained", .. parameters];
        shell.Palestra(training).Succeeds();

        var greedy = MeanReturn(shell, "greedy", "--algo", "q-learning", "--param", "train=false", "--param", "load=trained");
        var random = MeanReturn(shell, "random", "--algo", "random");

        TestContext.Current.TestOutputHelper?.WriteLine($"greedy {greedy}, random {random}");
        Assert.True(random < 0.05, $"A random policy should hardly ever reach the goal, and had {random}.");
        Assert.True(greedy > 0.4, $"Greedy evaluation had a mean return of {greedy}.");
    }

    private static double MeanReturn(Shell shell, string runId, params string[] policy) =>
        shell.Palestra(["run", "FrozenLake8x8-v1", "--episodes", "500", "--seed", "99", "--run-id", runId, "--json", .. policy]).Succeeds()
            .Json().GetProperty("mean_return_100").GetDouble();
}

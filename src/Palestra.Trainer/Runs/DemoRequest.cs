using Palestra.Agents;

namespace Palestra.Trainer;

/// <summary>The run of <c>palestra up --demo</c> and of the console's empty list.</summary>
public static class DemoRequest
{
    public static RunRequest Create() => new()
    {
        EnvId = DemoRun.EnvId,
        Algorithm = DemoRun.Algorithm,
        Params = DemoRun.Params,
        Seed = DemoRun.Seed,
        Steps = DemoRun.Steps,
        RateHz = DemoRun.RateHz,
        Name = "Demo: a slippery frozen lake",
        Tags = ["demo"],
    };
}

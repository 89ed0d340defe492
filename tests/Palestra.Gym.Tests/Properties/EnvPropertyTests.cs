using System.Globalization;
using System.Security.Cryptography;
using Palestra.Gym.Checking;

namespace Palestra.Gym.Tests;

/// <summary>
/// Every registered environment with seeds, actions and arguments of chance. All chance comes from one seed, new in every
/// run and printed where a test fails; set PALESTRA_TEST_SEED to it to see the same again.
/// </summary>
public sealed class EnvPropertyTests
{
    private const int Rounds = 4;

    private static readonly ulong RootSeed = Environment.GetEnvironmentVariable("PALESTRA_TEST_SEED") is { Length: > 0 } text
        ? ulong.Parse(text, CultureInfo.InvariantCulture)
        : BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));

    public static TheoryData<string> Ids => [.. EnvRegistry.Default.Specs.Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Two_environments_that_are_treated_alike_answer_alike_saved_or_not(string id) => Repeat(id, (make, random) =>
    {
        using var walk = new TwinWalk(make, random);
        walk.Run(moves: 250);
    });

    [Theory]
    [MemberData(nameof(Ids))]
    public void Any_arguments_that_are_allowed_make_an_environment_that_the_checker_finds_clean(string id) => Repeat(id, (make, random) =>
    {
        var options = new EnvCheckOptions { Seed = (ulong)random.Integers(0, int.MaxValue), Steps = 60, EndlessSteps = 500 };
        var report = EnvChecker.Check(make, options);
        Assert.True(report.IsClean, report.ToString());
    });

    private static void Repeat(string id, Action<Func<IEnv>, NumpyRandom> property)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var random = new NumpyRandom(new System.Numerics.BigInteger(RootSeed) + ((ulong)round << 40) + (ulong)id.Sum(c => c));

            // Once as registered, then with arguments of chance; some fit only one by one, and are refused with a sentence.
            var args = round == 0 ? [] : RandomArguments.Draw(EnvRegistry.Default.Get(id).Parameters, random);
            try
            {
                EnvRegistry.Default.Make(id, args).Dispose();
            }
            catch (ParameterException e)
            {
                Assert.All(e.Errors, error => Assert.EndsWith(".", error.Message, StringComparison.Ordinal));
                continue;
            }

            try
            {
                property(() => EnvRegistry.Default.Make(id, args), random);
            }
            catch (Exception e)
            {
                var given = string.Join(" ", args.Select(a => $"{a.Key}={a.Value}"));
                Assert.Fail($"seed {RootSeed}, round {round}, {id} {given}: {e}");
            }
        }
    }
}

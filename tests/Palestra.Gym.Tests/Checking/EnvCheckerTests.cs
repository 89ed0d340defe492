using Palestra.Gym.Checking;

namespace Palestra.Gym.Tests;

/// <summary>The checker finds each kind of broken environment and says how it is broken; the built-in ones are clean.</summary>
public sealed class EnvCheckerTests
{
    private static readonly EnvSpec Walk = EnvSpec.Unregistered("Walk") with { MaxEpisodeSteps = 1000 };

    private static readonly Dictionary<string, (Func<IEnv> Make, string Rule, string Sentence)> Broken = new()
    {
        ["no environment"] = (() => null!, "make", "The maker of the environment returned null"),
        ["row types of another size"] = (() => new BrokenRest.Mistyped(), "make", "Int32 has 4 bytes, but one observation of Box(0, 1, (2), float32) has 8: the typed observation must be the row: valid calls"),
        ["seed not used"] = (() => new BrokenTrajectories.Unseeded(), "seed", "After Reset(seed: 7) two environments have different states of Random: the seed must seed Random before anything is drawn."),
        ["start not from Random"] = (() => new BrokenTrajectories.SharedStart(), "reset-determinism", "Reset(seed: 7) gave the observation ["),
        ["wind not from Random"] = (() => new BrokenTrajectories.SharedWind(), "step-determinism", "another time, with the same actions: what is random must be drawn from Random, which the seed seeds."),
        ["info not from the state"] = (() => new BrokenTrajectories.SharedInfo(), "info-determinism", "Reset(seed: 7) left the info {\"calls\":"),
        ["a reset that leaves something"] = (() => new BrokenTrajectories.Leftover(), "reset-leftover", "a reset with a seed must leave nothing of what was before."),
        ["observation outside"] = (() => new BrokenTrajectories.Outside(), "observation-space", "Reset(seed: 7) gave the observation [60,0], which is outside Box([-6, 0], [6, Infinity], (2), float32): allowed are 2 numbers from [-6, 0] to [6, Infinity]."),
        ["observation not written"] = (() => new BrokenTrajectories.Silent(), "observation-written", "Reset(seed: 7) wrote nothing into the observation: every byte of the row must be written."),
        ["observation half written"] = (() => new BrokenTrajectories.HalfSilent(), "observation-written", "wrote only a part of the observation: 4 of its 8 bytes, the first at 4, stayed as they were"),
        ["observation too long"] = (() => new BrokenTrajectories.TooLong(), "throws", "Reset(seed: 7) threw ArgumentOutOfRangeException"),
        ["reward NaN"] = (() => new BrokenTrajectories.Unpaid(), "reward", "Step 1 after Reset(seed: 7) gave the reward NaN: a reward is a finite number."),
        ["mask too short"] = (() => new BrokenTrajectories.ShortMask(), "action-mask", "left an action mask of 2 entries, but Discrete(3) has 3 actions: one entry each is needed."),
        ["mask of other numbers"] = (() => new BrokenTrajectories.OddMask(), "action-mask", "left an action mask whose entry 1 is 5: 0 or 1 is allowed."),
        ["info that is a list"] = (() => new BrokenTrajectories.ListInfo(), "info", "The info after Reset(seed: 7) is no JSON object, since it is []"),
        ["info left open"] = (() => new BrokenTrajectories.OpenInfo(), "info", "The info after Reset(seed: 7) is no JSON object, since "),
        ["action written into"] = (() => new BrokenTrajectories.Greedy(), "action-changed", "Step 1 after Reset(seed: 7) wrote into the action it was given"),
        ["space that changes"] = (() => new BrokenTrajectories.Growing(), "space-changed", "The action space was Discrete(3) at first and Discrete(4) after Step 3"),
        ["space made anew"] = (() => new BrokenRest.Restless(), "space-instance", "Walk makes a new space whenever it is asked for one"),
        ["step that fails"] = (() => new BrokenTrajectories.Failing(), "throws", "Step threw InvalidOperationException: The wheel came off: valid calls in their order must not fail."),
        ["no end"] = (() => new BrokenTrajectories.Endless(), "no-end", "No episode ended within 20000 random steps, and there is no time limit"),
        ["state half saved"] = (() => new BrokenRest.Forgetful(), "save-restore", "in the saved and in a restored environment: SaveState must write all that decides how it goes on."),
        ["state not read to its end"] = (() => new BrokenRest.Verbose(), "save-restore", "RestoreState read 49 of the 57 bytes that SaveState wrote"),
        ["state read beyond its end"] = (() => new BrokenRest.Curious(), "save-restore", "RestoreState of what SaveState wrote threw EndOfStreamException"),
        ["state not saved"] = (() => new BrokenRest.Unsaved(), "save-unsupported", "SaveState said: Walk cannot save its state; without it an episode"),
        ["frame half drawn"] = (() => new BrokenRest.HalfFrame(), "render-written", "Render left 18 of the 36 bytes of a frame as they were after Reset(seed: 7)"),
        ["frame too large"] = (() => new BrokenRest.WideFrame(), "render-outside", "Render wrote beyond the 36 bytes of a frame"),
        ["frame of chance"] = (() => new BrokenRest.Flicker(), "render-determinism", "Two frames of one state differ after Reset(seed: 7)"),
        ["frame of the past"] = (() => new BrokenRest.StickyFrame(), "render-determinism", "differs from the one of an environment in the same state that was not drawn before"),
        ["frame that draws from Random"] = (() => new BrokenRest.DrawingDraws(), "render-changes", "Render drew from Random after Reset(seed: 7)"),
        ["frame that moves"] = (() => new BrokenRest.DrawingMoves(), "render-changes", "with frames drawn before and without: Render must change nothing."),
        ["frame without height"] = (() => new BrokenRest.FlatFrame(), "frame-size", "A frame is 4 x 0 pixels"),
        ["frame that grows"] = (() => new BrokenRest.GrowingFrame(), "frame-size", "A frame had 36 bytes at first and has 48"),
        ["frame without a size"] = (() => new BrokenRest.SecretFrame(), "frame-size", "Render draws, but a frame is 0 x 0 pixels"),
        ["text that is empty"] = (() => new BrokenRest.Wordless(), "render-text", "RendersText is True, but RenderText gave 0 characters"),
        ["text that is not announced"] = (() => new BrokenRest.SecretText(), "render-text", "RendersText is False, but RenderText gave"),
        ["step that allocates"] = (() => new BrokenRest.Wasteful(), "step-allocates", "A step allocates 1"),
        ["reset that allocates"] = (() => new BrokenRest.WastefulReset(), "reset-allocates", "A reset allocates 5024 bytes"),
        ["frame that allocates"] = (() => new BrokenRest.WastefulFrame(), "render-allocates", "A frame allocates 5"),
        ["disposed once only"] = (() => new BrokenRest.Once(), "dispose", "Disposing a second time threw ObjectDisposedException"),
        ["cell off the map"] = (() => new BrokenRest.OffTheMap(), "grid", "The map has 2 rows of 2, but names the cell in row 2, column 1"),
        ["id with spaces"] = (() => Said(Walk with { Id = "a walk" }), "spec", "The id 'a walk' is empty or has spaces"),
        ["limit of no steps"] = (() => Said(Walk with { MaxEpisodeSteps = 0 }), "spec", "The time limit of Walk is 0 steps"),
        ["threshold NaN"] = (() => Said(Walk with { RewardThreshold = double.NaN }), "spec", "The reward threshold of Walk is NaN"),
        ["no frames per second"] = (() => Said(Walk with { RenderFps = 0 }), "spec", "Walk asks for 0 frames per second"),
        ["default not allowed"] = (() => Said(Walk with { Parameters = [ParameterSpec.Int("wind", 9, 0, 5, "How windy.")] }), "parameter", "The default of the parameter 'wind' is '9', which it does not allow itself: whole numbers 0 to 5."),
        ["default of another type"] = (() => Said(Walk with { Parameters = [ParameterSpec.Int("wind", 1, 0, 5, "How windy.") with { Default = 1 }] }), "parameter", "The default of the parameter 'wind' is of type Int32, which is not that of its kind Int."),
        ["bounds the wrong way round"] = (() => Said(Walk with { ResetOptions = [ParameterSpec.Float("x", 1, 5, 0, "Where.")] }), "parameter", "The reset option 'x' allows 5 to 0"),
        ["a name twice"] = (() => Said(Walk with { Parameters = [ParameterSpec.Bool("a", true, "A."), ParameterSpec.Bool("a", true, "A.")] }), "parameter", "There are two of the parameter 'a'"),
        ["names for other actions"] = (() => Said(Walk with { ActionNames = ["left", "right"] }), "action-names", "Walk names 2 actions, but its action space is Discrete(3)"),
        ["keys for other actions"] = (() => Said(Walk with { Keys = KeyMap.LeftRight(0, 3, idle: 1) }), "keys", "The key map of Walk gives ArrowRight the action 3, which is outside Discrete(3)"),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    public static TheoryData<string> Ids => [.. EnvRegistry.Default.Specs.Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_kind_of_broken_environment_is_found_and_named(string name)
    {
        var (make, rule, sentence) = Broken[name];
        var report = EnvChecker.Check(make);
        var finding = Assert.Single(report.Findings, f => f.Rule == rule);
        Assert.Contains(sentence, finding.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);

        // One fault, one finding, but for the note that a bare environment has no guard; and the same every time.
        Assert.Equal([rule], report.Findings.Select(f => f.Rule).Where(r => r != "unguarded"));
    }

    [Theory]
    [InlineData("step-before-reset", "Walk took a step before the first reset without a word: it must be refused with a GymException.")]
    [InlineData("render-before-reset", "Walk took a frame before the first reset without a word")]
    [InlineData("step-after-end", "Walk took a step after the end of an episode without a word")]
    [InlineData("action-outside", "threw ArgumentOutOfRangeException")]
    [InlineData("buffer-short", "threw ArgumentOutOfRangeException")]
    public void What_a_wrapped_environment_lets_pass_is_an_error(string rule, string sentence)
    {
        var report = EnvChecker.Check(() => new Sound().ClipReward(-9, 9));
        Assert.Contains(sentence, Assert.Single(report.Findings, f => f.Rule == rule).Message, StringComparison.Ordinal);
        Assert.True(report.HasErrors);
    }

    [Fact]
    public void A_sound_environment_is_clean_bare_and_made()
    {
        var bare = EnvChecker.Check(() => new Sound());
        Assert.Equal(["unguarded"], bare.Findings.Select(f => f.Rule));
        Assert.True(bare.IsClean);

        var registry = new EnvRegistry();
        registry.Register(Walk with { Id = "Walk-v0", Create = _ => new Sound() });
        Assert.Empty(EnvChecker.Check(() => registry.Make("Walk-v0")).Findings);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_built_in_environment_is_clean(string id)
    {
        var report = EnvChecker.Check(() => EnvRegistry.Default.Make(id), new EnvCheckOptions { Seed = 20 });
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal((id, 20ul), (report.EnvId, report.Seed));
    }

    [Fact]
    public void The_worst_comes_first()
    {
        var report = EnvChecker.Check(() => Said(Walk with { RenderFps = 0 }));
        Assert.Equal([FindingSeverity.Error, FindingSeverity.Note], report.Findings.Select(f => f.Severity));
        Assert.StartsWith("error spec: Walk asks for", report.ToString(), StringComparison.Ordinal);
    }

    private static Sound Said(EnvSpec spec) => new() { Spec = spec };
}

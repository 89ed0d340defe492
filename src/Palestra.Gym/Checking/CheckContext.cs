namespace Palestra.Gym.Checking;

/// <summary>One run of the checker: makes environments and collects findings, each rule at most once.</summary>
internal sealed class CheckContext(Func<IEnv> make, EnvCheckOptions options)
{
    private readonly List<EnvFinding> _findings = [];
    private string? _id;

    public EnvCheckOptions Options => options;

    public ulong Seed => options.Seed;

    /// <exception cref="GymException">The maker gave nothing.</exception>
    public IEnv Make()
    {
        var env = make() ?? throw new GymException("The maker of the environment returned null: it must return a new environment.");
        _id ??= env.Spec?.Id ?? env.GetType().Name;
        return env;
    }

    /// <summary>A bare environment has no guard around it, which would keep calls in order and actions in their space.</summary>
    public static bool IsBare(IEnv env) => ReferenceEquals(env, env.Unwrapped);

    public void Error(string rule, string message) => Add(rule, FindingSeverity.Error, message);

    public void Warn(string rule, string message) => Add(rule, FindingSeverity.Warning, message);

    public void Note(string rule, string message) => Add(rule, FindingSeverity.Note, message);

    /// <summary>Runs one check; whatever it throws is a finding.</summary>
    /// <returns>Whether it ran to its end.</returns>
    public bool Try(string rule, Action<CheckContext> check)
    {
        try
        {
            check(this);
            return true;
        }
        catch (Exception e)
        {
            Error(rule, $"{Say(e)}: valid calls in their order must not fail.");
            return false;
        }
    }

    public bool Found(params string[] rules) => _findings.Exists(f => rules.Contains(f.Rule));

    public EnvCheckReport Report() => new(
        _id ?? "unknown", Seed, [.. _findings.OrderByDescending(f => f.Severity)]);

    /// <summary>An exception in a sentence: its type, unless it is one of this library's, and its message without the full stop.</summary>
    public static string Say(Exception e) =>
        (e is GymException ? string.Empty : $"{e.GetType().Name}: ") + e.Message.Split('\n')[0].TrimEnd('.', '\r');

    private void Add(string rule, FindingSeverity severity, string message)
    {
        if (!_findings.Exists(f => f.Rule == rule))
        {
            _findings.Add(new EnvFinding(rule, severity, message));
        }
    }
}

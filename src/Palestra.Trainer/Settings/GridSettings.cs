using Palestra.Settings;

namespace Palestra.Trainer;

/// <summary>
/// How large maps of one's own may be, generated or drawn. What an environment can do at all is its own matter
/// (its parameters say it); these limits are the operator's, for every environment, form and API call alike.
/// </summary>
[SettingsGroup("env.grid")]
public sealed record GridSettings : IValidatedSettings
{
    [Setting("min_size", "Fewest rows and fewest columns of a map of one's own; the fixed maps of an environment are always allowed.",
        Unit = "cells", Min = 2, Max = 1024, Hot = true)]
    public int MinSize { get; init; } = 4;

    [Setting("max_size", "Most rows and most columns of a map of one's own; larger maps cost memory with the square.",
        Unit = "cells", Min = 2, Max = 1024, Hot = true,
        Why = "The original's control panel went from 4 to 20 and its training form from 4 to 16; the wider of the two holds.")]
    public int MaxSize { get; init; } = 20;

    public IEnumerable<string> Validate() => MinSize <= MaxSize
        ? []
        : [$"env.grid.min_size = {MinSize} is above env.grid.max_size = {MaxSize}: no map would be allowed."];
}

namespace Palestra.Gym;

/// <summary>Where an environment stands between its calls. The numbers are in saved states: never change one.</summary>
internal enum EpisodePhase : byte
{
    BeforeReset = 0,
    Running = 1,
    Ended = 2,
}

using Palestra.Settings;

namespace Palestra.Trainer;

/// <summary>What browsers get. Nothing here can delay a worker or the durable path.</summary>
[SettingsGroup("live")]
public sealed record LiveSettings
{
    [Setting("enabled", "Whether browsers get live views; without them runs go on and are recorded all the same.", Hot = true, KillSwitch = true)]
    public bool Enabled { get; init; } = true;

    [Setting("rate", "Most messages a second for each thing a viewer watches; changes in between are conflated.", Unit = "Hz", Min = 0.1, Max = 60, Hot = true)]
    public double RateHz { get; init; } = 10;

    [Setting("render_delay", "Least time between two frames that a viewer gets; 33 ms is 30 frames a second.", Unit = "ms", Min = 8, Max = 1000,
        Env = "GYM_UI_RENDER_DELAY_MS", Hot = true,
        Why = "The original waited 100 ms (its slider: 10 to 500), which is longer than a step may take here to its pixel. A slow viewer gets fewer frames by itself.")]
    public TimeSpan RenderDelay { get; init; } = TimeSpan.FromMilliseconds(33);

    // Half a second of frames at 500 a second, all of them newer than what viewers see.
    [Setting("frame_depth_warning", "With more frames than this unread on its fast lane, while somebody watches, a run's log says so.", Unit = "frames", Min = 1, Max = 1_000_000, Hot = true)]
    public int FrameDepthWarning { get; init; } = 256;

    [Setting("frames_ahead", "Most frames sent but not answered, for viewers that answer each frame once it is drawn.", Unit = "frames", Min = 1, Max = 100, Hot = true)]
    public int FramesAhead { get; init; } = 2;

    [Setting("system_rate", "How often the figures of the system page are sampled for its viewers.", Unit = "Hz", Min = 0.1, Max = 10, Hot = true)]
    public double SystemRateHz { get; init; } = 2;

    [Setting("episodes_per_message", "Most episode rows in one live message; the newest are kept, the others counted.", Unit = "episodes", Min = 1, Max = 10000, Hot = true)]
    public int EpisodesPerMessage { get; init; } = 200;

    [Setting("logs_per_message", "Most log rows in one live message; the newest are kept, the others counted.", Unit = "records", Min = 1, Max = 10000, Hot = true)]
    public int LogsPerMessage { get; init; } = 200;

    [Setting("summary_interval", "How often a live run's row in the catalogue is brought up to date.", Unit = "s", Min = 0.1, Max = 3600, Hot = true)]
    public TimeSpan SummaryInterval { get; init; } = TimeSpan.FromSeconds(2);

    [Setting("send_timeout", "A viewer that takes no byte for so long is disconnected.", Unit = "s", Min = 1, Max = 3600, Hot = true)]
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("close_timeout", "How long a viewer may take to confirm the end of its socket.", Unit = "s", Min = 0.1, Max = 60, Hot = true)]
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    [Setting("max_page_steps", "Most steps one page of the API holds: what a browser keeps of them at a time.", Unit = "steps", Min = 1, Max = 100000, Env = "GYM_TELEMETRY_BUFFER_STEPS",
        Why = "The original kept the newest 512 steps and lost the others; here a page is only what is asked for at once.", Hot = true)]
    public int MaxPageSteps { get; init; } = 5000;

    [Setting("max_watches", "Most things that one viewer watches on one socket.", Unit = "watches", Min = 1, Max = 10000, Hot = true)]
    public int MaxWatches { get; init; } = 64;

    [Setting("max_command_bytes", "Longest message that a viewer may send; a longer one ends its socket.", Unit = "bytes", Min = 256, Max = 1 << 20, Hot = true)]
    public int MaxCommandBytes { get; init; } = 16384;

    [Setting("max_errors", "Most sentences about its mistakes that wait for one viewer; one that keeps making them is not told of more.", Unit = "sentences", Min = 1, Max = 1000, Hot = true)]
    public int MaxErrors { get; init; } = 16;
}

namespace Palestra.Trainer;

/// <summary>The groups of settings of this room.</summary>
public static class TrainerSettings
{
    public static Type[] Groups { get; } =
        [typeof(HttpSettings), typeof(ApiSettings), typeof(GrpcSettings), typeof(SchedulerSettings), typeof(BudgetSettings), typeof(GridSettings), typeof(LogSettings), typeof(LiveSettings), typeof(OtlpSettings)];
}

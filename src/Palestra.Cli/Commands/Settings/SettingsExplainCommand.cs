using System.CommandLine;
using Palestra.Settings;

namespace Palestra.Cli;

/// <summary><c>palestra settings explain KEY</c>.</summary>
internal static class SettingsExplainCommand
{
    private static readonly Argument<string> Key = SettingsCommands.Key();
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("explain", "Explain one setting: every layer's value, which wins, and why.") { Key, Json };
        command.SetAction(arguments =>
        {
            var settings = Workbench.Open(arguments).Settings;
            if (!settings.TryFind(arguments.GetRequiredValue(Key), out var setting, out var problem))
            {
                throw new UserErrorException($"{problem} 'palestra settings list' shows all.");
            }

            if (arguments.GetValue(Json))
            {
                Console.Out.WriteLine(SettingsReport.ExplainJson(setting));
            }
            else
            {
                Print(setting);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void Print(EffectiveSetting setting)
    {
        var spec = setting.Spec;
        Console.Out.WriteLine($"{spec.Key} = {setting.Value} {spec.Unit}".TrimEnd());
        Console.Out.WriteLine(spec.Description);
        if (spec.Why is { } why)
        {
            Console.Out.WriteLine($"Why this default: {why}");
        }

        Console.Out.WriteLine($"allowed: {spec.AllowedText}; environment variable: {spec.Env}; {(spec.Hot ? "a change takes effect at once" : "a change needs a restart")}");
        SettingTables.Print(["LAYER", "VALUE", "FROM", ""], setting.Layers.Select(layer =>
            new[] { layer.Layer.Word(), layer.Value ?? "", layer.Source ?? "", layer.Note }));
    }
}

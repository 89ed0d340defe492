using System.CommandLine;

namespace Palestra.Cli;

/// <summary><c>palestra settings set KEY VALUE</c>: stores an override.</summary>
internal static class SettingsSetCommand
{
    private static readonly Argument<string> Key = SettingsCommands.Key();
    private static readonly Argument<string> Value = new("VALUE") { Description = "The value, in the unit of the setting." };
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("set", "Store a value: in force at once where the daemon can take it, else after its restart.") { Key, Value, Json };
        command.SetAction((arguments, cancel) => SettingChanger.RunAsync(
            arguments, arguments.GetRequiredValue(Key), arguments.GetRequiredValue(Value), arguments.GetValue(Json), cancel));
        return command;
    }
}

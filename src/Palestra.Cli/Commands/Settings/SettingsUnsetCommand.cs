using System.CommandLine;

namespace Palestra.Cli;

/// <summary><c>palestra settings unset KEY</c>: removes a stored override.</summary>
internal static class SettingsUnsetCommand
{
    private static readonly Argument<string> Key = SettingsCommands.Key();
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("unset", "Remove a stored value; what the weaker layers say holds again.") { Key, Json };
        command.SetAction((arguments, cancel) =>
            SettingChanger.RunAsync(arguments, arguments.GetRequiredValue(Key), null, arguments.GetValue(Json), cancel));
        return command;
    }
}

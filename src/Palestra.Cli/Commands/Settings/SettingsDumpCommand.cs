using System.CommandLine;
using Palestra.Settings;

namespace Palestra.Cli;

/// <summary><c>palestra settings dump</c>: everything, for programs and bug reports.</summary>
internal static class SettingsDumpCommand
{
    public static Command Create()
    {
        var command = new Command("dump", "Print everything about all settings as one JSON document; secrets are masked.");
        command.SetAction(arguments =>
        {
            Console.Out.WriteLine(SettingsReport.Dump(Workbench.Open(arguments).Settings));
            return ExitCodes.Success;
        });
        return command;
    }
}

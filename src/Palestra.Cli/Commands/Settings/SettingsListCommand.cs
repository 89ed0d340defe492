using System.CommandLine;
using Palestra.Settings;

namespace Palestra.Cli;

/// <summary><c>palestra settings list</c>.</summary>
internal static class SettingsListCommand
{
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("list", "List every setting with its effective value and origin.") { Json };
        command.SetAction(arguments =>
        {
            var settings = Workbench.Open(arguments).Settings;
            if (arguments.GetValue(Json))
            {
                Console.Out.WriteLine(SettingsReport.ListJson(settings));
            }
            else
            {
                SettingTables.Print(["KEY", "VALUE", "UNIT", "ORIGIN", "ENVIRONMENT"], settings.Effective.Select(setting =>
                    new[] { setting.Spec.Key, setting.Value, setting.Spec.Unit ?? "", setting.Origin.Word(), setting.Spec.Env }));
            }

            return ExitCodes.Success;
        });
        return command;
    }
}

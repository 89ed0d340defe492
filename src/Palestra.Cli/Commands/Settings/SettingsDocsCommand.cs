using System.CommandLine;
using Palestra.Settings;

namespace Palestra.Cli;

/// <summary><c>palestra settings docs</c>: the generated references.</summary>
internal static class SettingsDocsCommand
{
    private static readonly Option<bool> EnvExample = new("--env-example") { Description = "Print the commented .env.example instead." };

    public static Command Create()
    {
        var command = new Command("docs", "Print the reference of all settings as Markdown (docs/settings.md).") { EnvExample };
        command.SetAction(arguments =>
        {
            Console.Out.Write(arguments.GetValue(EnvExample) ? SettingsDocs.EnvExample(Workbench.Catalog) : SettingsDocs.Markdown(Workbench.Catalog));
            return ExitCodes.Success;
        });
        return command;
    }
}

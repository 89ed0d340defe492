using System.CommandLine;
using Palestra.Settings;
using Spectre.Console;

namespace Palestra.Cli;

/// <summary><c>palestra settings list|explain KEY|docs</c>: the registry.</summary>
internal static class SettingsCommands
{
    public static Command Create() => new("settings", "Show the settings, their values and where they come from.")
    {
        List(), Explain(), Docs(),
    };

    private static Command List()
    {
        var json = GlobalOptions.Json();
        var command = new Command("list", "List every setting with its effective value and origin.") { json };
        command.SetAction(arguments =>
        {
            var settings = Workbench.Open(arguments).Settings;
            if (arguments.GetValue(json))
            {
                Console.Out.WriteLine(SettingsReport.ListJson(settings));
            }
            else
            {
                PrintTable(["KEY", "VALUE", "UNIT", "ORIGIN", "ENVIRONMENT"], settings.Effective.Select(setting =>
                    new[] { setting.Spec.Key, setting.Value, setting.Spec.Unit ?? "", setting.Origin.Word(), setting.Spec.Env }));
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Explain()
    {
        var key = new Argument<string>("KEY") { Description = "Key of a setting, for example telemetry.heartbeat_interval." };
        var json = GlobalOptions.Json();
        var command = new Command("explain", "Explain one setting: every layer's value, which wins, and why.") { key, json };
        command.SetAction(arguments =>
        {
            var settings = Workbench.Open(arguments).Settings;
            var wanted = arguments.GetRequiredValue(key);
            var setting = settings.Effective.FirstOrDefault(candidate => candidate.Spec.Key == wanted || candidate.Spec.Env == wanted)
                ?? throw new UserErrorException($"'{wanted}' is not a setting.{NearestName.Hint(wanted, settings.Catalog.Keys)} 'palestra settings list' shows all.");
            if (arguments.GetValue(json))
            {
                Console.Out.WriteLine(SettingsReport.ExplainJson(setting));
                return ExitCodes.Success;
            }

            var spec = setting.Spec;
            Console.Out.WriteLine($"{spec.Key} = {setting.Value} {spec.Unit}".TrimEnd());
            Console.Out.WriteLine(spec.Description);
            Console.Out.WriteLine($"allowed: {spec.AllowedText}; environment variable: {spec.Env}; {(spec.Hot ? "a change takes effect at once" : "a change needs a restart")}");
            PrintTable(["LAYER", "VALUE", "FROM", ""], setting.Layers.Select(layer =>
                new[] { layer.Layer.Word(), layer.Value ?? "", layer.Source ?? "", layer.Note }));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Docs()
    {
        var envExample = new Option<bool>("--env-example") { Description = "Print a commented .env instead, with every setting and its default (.env.example)." };
        var command = new Command("docs", "Print the reference of all settings as Markdown (docs/settings.md).") { envExample };
        command.SetAction(arguments =>
        {
            Console.Out.Write(arguments.GetValue(envExample) ? SettingsDocs.EnvExample(Workbench.Catalog) : SettingsDocs.Markdown(Workbench.Catalog));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void PrintTable(string[] headings, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        Results.Console.Write(table);
    }
}

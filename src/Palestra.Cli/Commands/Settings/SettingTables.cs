using Spectre.Console;

namespace Palestra.Cli;

/// <summary>Settings for people, on stdout.</summary>
internal static class SettingTables
{
    public static void Print(string[] headings, IEnumerable<string[]> rows)
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

    /// <summary>What a layer said: a value, or that it said nothing.</summary>
    public static string Shown(string? value) => value switch
    {
        null => "(unset)",
        "" => "''",
        _ => value,
    };
}

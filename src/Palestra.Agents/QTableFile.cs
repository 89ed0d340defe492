using System.Text.Json;
using Palestra.Gym;

namespace Palestra.Agents;

/// <summary>
/// A <see cref="QTable"/> on disk: <c>q-table.json</c>, one JSON object
/// <c>{format: "palestra.q-table", version: 1, env_id, states, actions, steps, q: [[…]], visits: [[…]]}</c> with one row
/// per state. Doubles are the shortest text that reads back to the same value, so any language can use it.
/// </summary>
internal static class QTableFile
{
    public const string Name = "q-table.json";
    private const string Format = "palestra.q-table";
    private const int Version = 1;

    /// <summary>Writes beside and renames, so that a reader sees the old table or the new one.</summary>
    public static void Write(QTable table, string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name);
        var beside = path + ".new";
        using (var stream = File.Create(beside))
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteNumber("version", Version);
            writer.WriteString("env_id", table.EnvId);
            writer.WriteNumber("states", table.States);
            writer.WriteNumber("actions", table.Actions);
            writer.WriteNumber("steps", table.Steps);
            WriteRows(writer, "q", table, (s, a) => writer.WriteNumberValue(table.Q(s, a)));
            WriteRows(writer, "visits", table, (s, a) => writer.WriteNumberValue(table.Visits(s, a)));
            writer.WriteEndObject();
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <param name="like">A table of the shape that is needed.</param>
    /// <exception cref="GymException">Missing, damaged, or of another shape.</exception>
    public static QTable Read(string folder, QTable like)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format || root.GetProperty("version").GetInt32() != Version)
            {
                throw new GymException($"{path} is not a table this version reads: it needs format {Format}, version {Version}.");
            }

            var (states, actions) = (root.GetProperty("states").GetInt32(), root.GetProperty("actions").GetInt32());
            if (states != like.States || actions != like.Actions)
            {
                throw new GymException(
                    $"The table in {path} is of {root.GetProperty("env_id").GetString()} with {states} states and {actions} actions; {like.EnvId} needs {like.States} states and {like.Actions} actions.");
            }

            var table = new QTable(like.EnvId, states, actions, 0) { Steps = root.GetProperty("steps").GetInt64() };
            for (var s = 0; s < states; s++)
            {
                for (var a = 0; a < actions; a++)
                {
                    table.Q(s, a) = root.GetProperty("q")[s][a].GetDouble();
                    table.Visits(s, a) = root.GetProperty("visits")[s][a].GetInt64();
                }
            }

            return table;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GymException($"There is no table {Name} in '{folder}': give the folder into which a run saved its learner.", e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IndexOutOfRangeException or IOException or UnauthorizedAccessException)
        {
            throw new GymException($"The table {path} cannot be read: {e.Message}", e);
        }
    }

    private static void WriteRows(Utf8JsonWriter writer, string name, QTable table, Action<int, int> write)
    {
        writer.WriteStartArray(name);
        for (var s = 0; s < table.States; s++)
        {
            writer.WriteStartArray();
            for (var a = 0; a < table.Actions; a++)
            {
                write(s, a);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}

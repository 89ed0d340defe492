namespace Palestra.Settings;

/// <summary>Reading files and quoting what stands in them.</summary>
internal static class FileText
{
    [NotTunable("Needed to say what is wrong with the settings, so it cannot be one.")]
    private const int LongestShown = 80;

    /// <summary>The bytes of a file; <c>null</c> when there is none, or when it cannot be read, which is an error.</summary>
    public static byte[]? Read(string file, SettingOrigin layer, List<SettingsError> errors)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            var why = Directory.Exists(file) ? "it is a folder" : failed.Message.TrimEnd('.');
            errors.Add(new($"{file} cannot be read: {why}.", layer, File: file));
            return null;
        }
    }

    /// <summary>A text from outside, cut and on one line, so that a sentence stays a sentence.</summary>
    public static string Show(string text)
    {
        var line = string.Concat(text.Take(LongestShown).Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return text.Length > LongestShown ? line + "…" : line;
    }
}
